package dev.pith.data.check;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.check.ImagePrint.Pixels;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
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

    /** Bytes of Java heap for the hash of an image's pixels, and for its likes. */
    public static final long PIXELS_BYTES = 300;

    private static final int BLOCK = 64; // images that a thread takes at a time

    /**
     * Looks at all images of a source, {@value #BYTES} bytes each.
     *
     * @param progress hears of every {@value #BLOCK} images
     */
    public static ImageLooks of(ImageSource source, Threads threads, Progress progress) {
        int n = source.size();
        ImageLooks looks = new ImageLooks(new ImagePrint[n], new ImageMeasures[n], new String[n]);
        each(
                source,
                (image, id) -> {
                    looks.prints[id] = ImagePrint.of(image);
                    looks.measures[id] = ImageMeasures.of(image);
                },
                (reason, id) -> looks.reasons[id] = reason,
                threads,
                progress);
        return looks;
    }

    /** Looks for what tells images from others, likewise. */
    public static @Nullable ImagePrint[] prints(ImageSource source, Threads threads, Progress progress) {
        @Nullable ImagePrint[] prints = new ImagePrint[source.size()];
        each(source, (image, id) -> prints[id] = ImagePrint.of(image), (reason, id) -> {}, threads, progress);
        return prints;
    }

    /** Looks at the pixels alone, likewise, {@value #PIXELS_BYTES} bytes an image. */
    public static @Nullable Pixels[] pixels(ImageSource source, Threads threads, Progress progress) {
        @Nullable Pixels[] pixels = new Pixels[source.size()];
        each(source, (image, id) -> pixels[id] = Pixels.of(image), (reason, id) -> {}, threads, progress);
        return pixels;
    }

    private static void each(
            ImageSource source,
            ObjIntConsumer<Image> look,
            ObjIntConsumer<String> unreadable,
            Threads threads,
            Progress progress) {
        int n = source.size();
        AtomicInteger done = new AtomicInteger();
        threads.forEach((n + BLOCK - 1) / BLOCK, block -> {
            int to = Math.min(n, (block + 1) * BLOCK);
            for (int id = block * BLOCK; id < to; id++) {
                Image image;
                try {
                    image = source.image(id);
                } catch (PithException e) {
                    unreadable.accept(String.valueOf(e.getMessage()), id);
                    continue;
                }
                look.accept(image, id);
            }
            progress.onStep(done.addAndGet(to - block * BLOCK), n);
        });
    }
}
