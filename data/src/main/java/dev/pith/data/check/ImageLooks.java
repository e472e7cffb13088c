package dev.pith.data.check;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of the pixels of images, each by its id; null where an image cannot be read.
 *
 * @param prints not copied
 * @param measures not copied
 * @param reasons why an image cannot be read, null for the others; not copied
 */
public record ImageLooks(
        @Nullable ImagePrint[] prints, @Nullable ImageMeasures[] measures, @Nullable String[] reasons) {
    /** Bytes of Java heap for what is seen of an image, and for its likes. */
    public static final long BYTES = 900;

    private static final int BLOCK = 64; // images that a thread takes at a time

    /**
     * Looks at all images of a source, {@value #BYTES} bytes each.
     *
     * @param progress hears of every {@value #BLOCK} images
     */
    public static ImageLooks of(ImageSource source, Threads threads, Progress progress) {
        int n = source.size();
        ImageLooks looks = new ImageLooks(new ImagePrint[n], new ImageMeasures[n], new String[n]);
        AtomicInteger done = new AtomicInteger();
        threads.forEach((n + BLOCK - 1) / BLOCK, block -> {
            int to = Math.min(n, (block + 1) * BLOCK);
            for (int id = block * BLOCK; id < to; id++) {
                looks.look(source, id);
            }
            progress.onStep(done.addAndGet(to - block * BLOCK), n);
        });
        return looks;
    }

    private void look(ImageSource source, int id) {
        Image image;
        try {
            image = source.image(id);
        } catch (PithException e) {
            reasons[id] = String.valueOf(e.getMessage());
            return;
        }
        prints[id] = ImagePrint.of(image);
        measures[id] = ImageMeasures.of(image);
    }
}
