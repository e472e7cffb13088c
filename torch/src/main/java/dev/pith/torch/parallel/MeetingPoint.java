package dev.pith.torch.parallel;

import dev.pith.torch.NativeLibraries;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * Where the processes of a data-parallel training find each other: a {@code TCPStore} of PyTorch's on a port of this
 * machine. The process that starts the others opens the meeting point first, and keeps it open until they are done.
 */
public final class MeetingPoint implements AutoCloseable {
    static {
        NativeLibraries.load();
    }

    static final String HOST = "127.0.0.1";

    private static final int PATIENCE_MILLIS = 10 * 60 * 1000; // the others may have images to read first

    private final TCPStore store;

    private MeetingPoint(TCPStore store) {
        this.store = store;
    }

    /** Opens one on a free port. */
    public static MeetingPoint open() {
        return new MeetingPoint(store(true, 0));
    }

    /** Returns its port. */
    public int port() {
        return Short.toUnsignedInt(store.getPort());
    }

    static Milliseconds patience() {
        return new Milliseconds(PATIENCE_MILLIS);
    }

    /** Returns the store at a port, which belongs to no scope. */
    static TCPStore store(boolean opens, int port) {
        try (PointerScope scope = new PointerScope()) {
            TCPStoreOptions options = new TCPStoreOptions();
            options.port((short) port).isServer(opens).timeout(patience());
            options.waitWorkers(false);
            TCPStore store = new TCPStore(HOST, options);
            store.retainReference();
            scope.detach(store);
            return store;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
