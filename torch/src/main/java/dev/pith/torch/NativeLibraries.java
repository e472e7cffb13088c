package dev.pith.torch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads PyTorch's libraries, in one process of a machine at a time. JavaCPP unpacks them, when they are used for the
 * first time, into a directory that all processes share, and {@code libtorch.so} before the {@code libtorch_cpu.so}
 * that it needs: a process that loads the first while another still writes the second crashes. The lock is held for the
 * half second that loading takes, at every start, so that nobody has to know whether all is unpacked.
 */
public final class NativeLibraries {
    private static final String LOCK_FILE = "pith.lock"; // JavaCPP's own is for one file at a time

    static {
        try (FileChannel file = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = file.lock()) {
            Loader.load(torch.class);
        } catch (IOException | OverlappingFileLockException e) { // a file system without locks, or two class loaders
            Loader.load(torch.class);
        }
    }

    private NativeLibraries() {}

    /** Loads them, if they are not loaded yet; waits for other processes that do so now. */
    public static void load() {
        // the initializer did
    }

    private static Path lockFile() throws IOException {
        return Loader.getCacheDir().toPath().resolve(LOCK_FILE);
    }
}
