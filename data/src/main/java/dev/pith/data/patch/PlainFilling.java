package dev.pith.data.patch;

import java.util.Arrays;

/**
 * Fills dropped pixels from the visible ones around them, without a model: in passes, every pixel that is still open
 * and has neighbours (left, right, above, below) that are not becomes their mean, rounded half up, all pixels of a
 * pass at once.
 */
final class PlainFilling {
    private PlainFilling() {}

    /**
     * Fills in place.
     *
     * @param pixels {@code byte[height * width * channels]}
     * @param known {@code boolean[height * width]}, at least one true; all true afterwards
     */
    static void fill(byte[] pixels, boolean[] known, int width, int channels) {
        int[] open = new int[known.length];
        int count = 0;
        for (int i = 0; i < known.length; i++) {
            if (!known[i]) {
                open[count++] = i;
            }
        }
        int[] neighbours = new int[4];
        int[] reached = new int[count];
        while (count > 0) {
            int filled = 0;
            int remaining = 0;
            for (int k = 0; k < count; k++) {
                int pixel = open[k];
                int around = neighbours(pixel, known, width, neighbours);
                if (around == 0) {
                    open[remaining++] = pixel;
                    continue;
                }
                reached[filled++] = pixel;
                for (int c = 0; c < channels; c++) {
                    int sum = around / 2;
                    for (int j = 0; j < around; j++) {
                        sum += pixels[neighbours[j] * channels + c] & 0xff;
                    }
                    pixels[pixel * channels + c] = (byte) (sum / around);
                }
            }
            if (filled == 0) {
                throw new IllegalArgumentException("known must hold at least one pixel of " + Arrays.toString(known));
            }
            for (int k = 0; k < filled; k++) {
                known[reached[k]] = true; // only now: no pixel of a pass draws on another of it
            }
            count = remaining;
        }
    }

    private static int neighbours(int pixel, boolean[] known, int width, int[] out) {
        int x = pixel % width;
        int count = 0;
        if (x > 0 && known[pixel - 1]) {
            out[count++] = pixel - 1;
        }
        if (x < width - 1 && known[pixel + 1]) {
            out[count++] = pixel + 1;
        }
        if (pixel >= width && known[pixel - width]) {
            out[count++] = pixel - width;
        }
        if (pixel + width < known.length && known[pixel + width]) {
            out[count++] = pixel + width;
        }
        return count;
    }
}
