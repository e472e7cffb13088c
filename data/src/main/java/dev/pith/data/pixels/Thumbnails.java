package dev.pith.data.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Reduced;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The images of a source at 32 x 32, in id order, decoded a batch at a time.
 *
 * <p>The first 256 MiB are kept, so that a second pass over a source of up to 87,000 color images
 * decodes nothing again.
 */
final class Thumbnails {
    private static final int BATCH = 512;
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
    private final Threads threads;
    private final @Nullable Outcome[] kept;
    private long keptBytes;

    Thumbnails(ImageSource source, int side, Threads threads) {
        this.source = source;
        this.side = side;
        this.threads = threads;
        this.kept = new Outcome[source.size()];
    }

    void visitAll(Visitor visitor) {
        for (int from = 0; from < source.size(); from += BATCH) {
            int to = Math.min(source.size(), from + BATCH);
            Outcome[] batch = batch(from, to);
            for (int id = from; id < to; id++) {
                Outcome outcome = batch[id - from];
                keep(id, outcome);
                visitor.visit(id, outcome.thumbnail, outcome.failure);
            }
        }
    }

    private Outcome[] batch(int from, int to) {
        Outcome[] batch = Arrays.copyOfRange(kept, from, to);
        threads.forEach(batch.length, i -> {
            if (batch[i] == null) {
                batch[i] = outcome(from + i);
            }
        });
        return batch;
    }

    private Outcome outcome(int id) {
        try {
            Reduced image = source.imageFor(id, side, side);
            return new Outcome(new Thumbnail(image.image().channels(), Resize.stretch(image, side, side)), null);
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
