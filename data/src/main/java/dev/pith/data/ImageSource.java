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
     * Returns the pixels of an image that is to be scaled down to {@code width} x {@code height}: as {@link #image}, or
     * fewer where that is faster. A large JPEG comes at a half, a quarter or an eighth of its width and height, as long
     * as it stays at least twice as wide and as high as it will be. Whoever wants its size or its exact pixels asks
     * {@link #image}.
     *
     * @param width in pixels, positive
     * @param height in pixels, positive
     * @throws dev.pith.PithException as {@link #image}
     */
    default Image imageFor(int id, int width, int height) {
        return image(id);
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
     * An image file's content.
     *
     * @param bytes the content; not copied
     * @param extension the usual file name extension, lower case, without the dot
     */
    record Encoded(byte[] bytes, String extension) {}
}
