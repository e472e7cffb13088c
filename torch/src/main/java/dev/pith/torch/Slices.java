package dev.pith.torch;

import dev.pith.parallel.Threads;
import java.util.stream.IntStream;
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

    /** Returns where slices of {@code size} begin in a batch, ascending from 0. */
    public static int[] starts(int batch, int size) {
        return IntStream.iterate(0, from -> from < batch, from -> from + size).toArray();
    }

    /**
     * Runs {@code body} for slices of {@code size}; a batch of a single slice leaves all threads to the native library.
     */
    public static void forEach(Threads threads, int batch, int size, Body body) {
        forEach(threads, batch, starts(batch, size), body);
    }

    /** Runs {@code body} likewise for slices that begin at {@code starts}, ascending from 0. */
    public static void forEach(Threads threads, int batch, int[] starts, Body body) {
        int nativeThreads = starts.length == 1 ? threads.count() : 1;
        threads.forEach(starts.length, slice -> {
            int from = starts[slice];
            int to = slice + 1 < starts.length ? starts[slice + 1] : batch;
            try (NativeThreads own = NativeThreads.of(nativeThreads);
                    PointerScope scope = new PointerScope()) {
                body.work(from, to - from);
            }
        });
    }
}
