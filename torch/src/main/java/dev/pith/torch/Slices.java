package dev.pith.torch;

import dev.pith.parallel.Threads;
import org.bytedeco.javacpp.PointerScope;

/**
 * Shares a batch out among threads in slices that fit the cache. Inside a slice the native library uses the one thread
 * that called it: threads of its own would wait for each other after every operation, spinning, and lose much of their
 * time to that, nearly all on a busy machine.
 */
public final class Slices {
    /** Samples of a slice: their activations stay in the cache, and calls still cost little beside the work. */
    public static final int SIZE = 16;

    private Slices() {}

    /** Works on samples {@code from} to {@code from + count - 1}, in a scope of its own. */
    public interface Body {
        void work(int from, int count);
    }

    /**
     * Runs {@code body} for slices of {@code size}; a batch of a single slice leaves all threads to the native library.
     */
    public static void forEach(Threads threads, int batch, int size, Body body) {
        int slices = (batch + size - 1) / size;
        int nativeThreads = slices == 1 ? threads.count() : 1;
        threads.forEach(slices, slice -> {
            int from = slice * size;
            try (NativeThreads own = NativeThreads.of(nativeThreads);
                    PointerScope scope = new PointerScope()) {
                body.work(from, Math.min(size, batch - from));
            }
        });
    }
}
