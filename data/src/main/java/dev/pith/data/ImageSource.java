package dev.pith.data;

import java.nio.file.Path;
import java.util.Optional;

/** A source of images. Safe for use by several threads. */
public interface ImageSource extends Source {
    /**
     * Returns the decoded pixels of an image.
     *
     * @throws dev.pith.PithException naming the file and the remedy when it cannot be read as an image
     */
    Image image(int id);

    /**
     * Returns the pixels of an image that is to be scaled down to {@code width} x {@code height}: those of
     * {@link #image}, or fewer where that is faster. A large JPEG comes at a half, a quarter or an eighth of its width
     * and height, as long as it stays at least twice as wide and as high as it will be.
     *
     * @param width in pixels, positive
     * @param height in pixels, positive
     * @throws dev.pith.PithException as {@link #image}
     */
    default Reduced imageFor(int id, int width, int height) {
        return Reduced.whole(image(id));
    }

    /** Returns the image as it lies in the source, or as a PNG where the source holds raw pixels. */
    Encoded encoded(int id);

    /** Returns the file of the image, when it has one of its own. */
    Optional<Path> file(int id);

    /**
     * Returns how many bytes an image takes where it lies: those of its file or its record; of raw pixels in a file of
     * many, an equal share of the file, compressed if that is.
     */
    default long storedBytes(int id) {
        return encoded(id).bytes().length;
    }

    /**
     * Pixels, 8 bits a channel.
     *
     * @param width in pixels, positive
     * @param height in pixels, positive
     * @param channels 1 (grey) or 3 (RGB)
     * @param pixels {@code byte[height * width * channels]}, unsigned, row by row, channels side by side; not copied
     */
    record Image(int width, int height, int channels, byte[] pixels) {}

    /**
     * An image that may be smaller than its source has it. The picture need not end with a pixel then: a half of 375
     * columns are 187.5 of the 188 that there are.
     *
     * @param left how many columns lie before the picture, less than one
     * @param top how many rows lie above the picture, less than one
     * @param across how many columns the picture covers
     * @param down how many rows the picture covers
     */
    record Reduced(Image image, double left, double top, double across, double down) {
        /** An image that is all of the picture. */
        public static Reduced whole(Image image) {
            return new Reduced(image, 0, 0, image.width(), image.height());
        }
    }

    /**
     * An image file's content.
     *
     * @param bytes the content; not copied
     * @param extension the usual file name extension, lower case, without the dot
     */
    record Encoded(byte[] bytes, String extension) {}
}
