package dev.pith.torch;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * How many threads the native library uses for one operation called from the current thread, while this is open. Inside
 * a task of ours it is one: threads that the library starts wait for each other by spinning after every operation.
 * Products of matrices always run on the thread that asks for them: OpenBLAS has threads of its own, one task at a time
 * gets them, and slices that all want them train at half the speed.
 */
final class NativeThreads implements AutoCloseable {
    static {
        NativeLibraries.load();
        openblas.blas_set_num_threads(1);
    }

    private final int before;

    private NativeThreads(int count) {
        before = torch.get_num_threads();
        set(count);
    }

    /** Sets the number of threads until the result is closed. */
    static NativeThreads of(int count) {
        return new NativeThreads(count);
    }

    private static void set(int count) {
        if (torch.get_num_threads() != count) {
            torch.set_num_threads(count);
        }
    }

    @Override
    public void close() {
        set(before);
    }
}
