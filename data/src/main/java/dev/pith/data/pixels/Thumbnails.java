package dev.pith.data.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The images of a source at 32 x 32, in id order, decoded by several threads a batch at a time.
 *
 * <p>The first 256 MiB are kept, so that a second pass over a source of up to 87,000 color images decodes nothing again.
 */
final class Thumbnails {
    private static final int BATCH = 512;
    private static final int TASK = 16;
    private static final long KEPT_BYTES = 256L << 20;

    /** Hears of every image, in id order, in one thread. */
    interface Visitor {
        /**
         * Visits an image.
         *
         * @param thumbnail its pixels; null when it cannot be read
         * @param failure why it cannot be read, else null
         */
        void visit(int id, @Nullable Thumbnail thumbnail, @Nullable PithException failure);
    }

    /**
     * An image at 32 x 32.
     *
     * @param channels 1 or 3
     * @param pixels {@code byte[32 * 32 * channels]}, row by row, channels side by side
     */
    record Thumbnail(int channels, byte[] pixels) {}

    private record Outcome(@Nullable Thumbnail thumbnail, @Nullable PithException failure) {}

    private final ImageSource source;
    private final int side;
    private final int threads;
    private final @Nullable Outcome[] kept;
    private long keptBytes;

    Thumbnails(ImageSource source, int side, int threads) {
        this.source = source;
        this.side = side;
        this.threads = threads;
        this.kept = new Outcome[source.size()];
    }

    void visitAll(Visitor visitor) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int from = 0; from < source.size(); from += BATCH) {
                int to = Math.min(source.size(), from + BATCH);
                Outcome[] batch = batch(pool, from, to);
                for (int id = from; id < to; id++) {
                    Outcome outcome = batch[id - from];
                    keep(id, outcome);
                    visitor.visit(id, outcome.thumbnail, outcome.failure);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Outcome[] batch(ExecutorService pool, int from, int to) {
        Outcome[] batch = Arrays.copyOfRange(kept, from, to);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int start = from; start < to; start += TASK) {
            int first = start;
            int last = Math.min(to, start + TASK);
            tasks.add(() -> {
                for (int id = first; id < last; id++) {
                    if (batch[id - from] == null) {
                        batch[id - from] = outcome(id);
                    }
                }
                return null;
            });
        }
        try {
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PithException("interrupted while reading images", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Outcome outcome(int id) {
        try {
            Image image = source.image(id);
            return new Outcome(new Thumbnail(image.channels(), Resize.square(image, side)), null);
        } catch (PithException e) {
            return new Outcome(null, e);
        }
    }

    private void keep(int id, Outcome outcome) {
        if (kept[id] == null && outcome.thumbnail != null && keptBytes < KEPT_BYTES) {
            kept[id] = outcome;
            keptBytes += outcome.thumbnail.pixels.length;
        }
    }
}
