package dev.pith.data.patch;

import dev.pith.PithException;
import java.util.stream.IntStream;

/**
 * How images of one size are cut into L = rows * columns patches, numbered row by row.
 *
 * <p>Row r of patches covers the rows of pixels from {@code floor(r * height / rows)} up to where the next begins;
 * columns alike. Patches are equal where the image is a multiple of them, else they differ by one pixel, so that the 14
 * x 14 patches a network sees at 224 x 224 can be laid over a stored image of 32 x 32 or 500 x 375.
 *
 * @param width of the images, in pixels
 * @param height of the images, in pixels
 * @param rows of patches, 1 to {@code height}
 * @param columns of patches, 1 to {@code width}
 */
public record PatchGrid(int width, int height, int rows, int columns) {
    /** Checks the ranges. */
    public PatchGrid {
        if (rows < 1 || columns < 1 || rows > height || columns > width) {
            throw new IllegalArgumentException("rows and columns must be in [1, height] and [1, width], got " + rows
                    + " x " + columns + " for " + height + " x " + width + " pixels");
        }
    }

    /**
     * Returns the grid of square patches.
     *
     * @param patch their side in pixels
     * @throws PithException when an image is no multiple of them, naming the sides that would do
     */
    public static PatchGrid of(int width, int height, int patch) {
        if (patch < 1 || width % patch != 0 || height % patch != 0) {
            throw new PithException("images of " + width + " x " + height + " pixels cannot be cut into patches of "
                    + patch + " x " + patch + "; use a side that divides both: " + divisors(width, height));
        }
        return new PatchGrid(width, height, height / patch, width / patch);
    }

    private static String divisors(int width, int height) {
        return String.join(
                ", ",
                IntStream.range(1, Math.min(width, height))
                        .filter(side -> width % side == 0 && height % side == 0)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    /** Returns L, the number of patches. */
    public int size() {
        return rows * columns;
    }

    /** Returns the first row of pixels of a row of patches; of {@link #rows}, the image's height. */
    public int top(int row) {
        return (int) ((long) row * height / rows);
    }

    /** Returns the first column of pixels of a column of patches; of {@link #columns}, the image's width. */
    public int left(int column) {
        return (int) ((long) column * width / columns);
    }

    /** Returns the number of the patch that holds a pixel. */
    public int patch(int x, int y) {
        // The last r with floor(r * height / rows) <= y.
        int row = (int) (((y + 1L) * rows - 1) / height);
        int column = (int) (((x + 1L) * columns - 1) / width);
        return row * columns + column;
    }

    /** Returns {@code boolean[height * width]}: which pixels lie in the patches kept. */
    boolean[] pixels(boolean[] kept) {
        boolean[] pixels = new boolean[height * width];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[at++] = kept[patch(x, y)];
            }
        }
        return pixels;
    }
}
