package dev.pith.pipeline;

import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.pipeline.view.ViewServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A run shown in a browser of this machine, until it is closed. The run is only read, but for the selections that a
 * person saves in it, {@code selection-NAME.npy} (int64 ids) and {@code exclude-NAME.txt}, and the map by neighbours,
 * {@code neighbor-map.npy} (float32[n, 2]), which is drawn when it is asked for.
 *
 * <pre>{@code
 * try (Viewing viewing = Viewing.of(Path.of("run"), Messages.NONE)) {
 *     System.out.println(viewing.address());
 *     viewing.await();
 * }
 * }</pre>
 */
public final class Viewing implements AutoCloseable {
    /** Any port that is free. */
    public static final int ANY_PORT = 0;

    private final ViewServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Viewing(ViewServer server) {
        this.server = server;
    }

    /**
     * Shows a run on any free port, with all of the machine.
     *
     * @throws dev.pith.PithException when it is no run, or holds no samples
     */
    public static Viewing of(Path run, Messages messages) {
        return of(run, List.of(), ANY_PORT, WorkSettings.DEFAULT, messages);
    }

    /**
     * Shows a run.
     *
     * @param others more runs of the same source, whose selections and evaluations are compared
     * @param port of 127.0.0.1, or {@link #ANY_PORT}
     * @throws dev.pith.PithException when one is no run, or the port is in use
     */
    public static Viewing of(Path run, List<Path> others, int port, WorkSettings work, Messages messages) {
        return new Viewing(ViewServer.start(run, others, port, work, messages));
    }

    /** Returns the address of the page; whoever knows it sees the run, and can save selections. */
    public URI address() {
        return server.address();
    }

    /** Returns n, the number of samples. */
    public int samples() {
        return server.samples();
    }

    /** Returns when this is closed by another thread. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Ends the server; what is being saved is saved first. */
    @Override
    public void close() {
        server.close();
        closed.countDown();
    }
}
