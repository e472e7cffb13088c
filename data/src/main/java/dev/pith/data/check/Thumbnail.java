package dev.pith.data.check;

import dev.pith.data.ImageSource.Image;
import java.util.Arrays;

/** A small grey picture of an image: means over areas, whatever the size and shape of the image. */
final class Thumbnail {
    /** Shares of red, green and blue in what the eye takes for brightness (ITU-R BT.601). */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private Thumbnail() {}

    /** Returns the brightness of each pixel, {@code float[height * width]}, from 0 to 255. */
    static float[] grey(Image image) {
        byte[] pixels = image.pixels();
        float[] grey = new float[image.width() * image.height()];
        for (int p = 0; p < grey.length; p++) {
            if (image.channels() == 1) {
                grey[p] = pixels[p] & 0xff;
            } else {
                double sum = 0;
                for (int c = 0; c < LUMA.length; c++) {
                    sum += LUMA[c] * (pixels[p * LUMA.length + c] & 0xff);
                }
                grey[p] = (float) sum;
            }
        }
        return grey;
    }

    /**
     * Moves a picture by whole pixels until the centre of all that differs from its border lies in the middle; what
     * comes in at the sides is as bright as the border, by its median.
     *
     * @param grey {@code float[height * width]}
     */
    static float[] centred(float[] grey, int width, int height) {
        float ground = border(grey, width, height);
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double weight = Math.abs(grey[row * width + column] - ground);
                sum += weight;
                x += weight * column;
                y += weight * row;
            }
        }
        if (sum == 0) {
            return grey;
        }
        int right = (int) Math.floor((width - 1) / 2.0 - x / sum + 0.5);
        int down = (int) Math.floor((height - 1) / 2.0 - y / sum + 0.5);
        float[] moved = new float[grey.length];
        Arrays.fill(moved, ground);
        for (int row = Math.max(0, down); row < Math.min(height, height + down); row++) {
            System.arraycopy(
                    grey,
                    (row - down) * width + Math.max(0, -right),
                    moved,
                    row * width + Math.max(0, right),
                    width - Math.abs(right));
        }
        return moved;
    }

    private static float border(float[] grey, int width, int height) {
        float[] border = new float[2 * (width + height)]; // corners twice
        int at = 0;
        for (int column = 0; column < width; column++) {
            border[at++] = grey[column];
            border[at++] = grey[(height - 1) * width + column];
        }
        for (int row = 0; row < height; row++) {
            border[at++] = grey[row * width];
            border[at++] = grey[(row + 1) * width - 1];
        }
        Arrays.sort(border);
        return border[(border.length - 1) / 2];
    }

    /**
     * Scales brightness to a square; each number is the mean over its area, pixels that it shares counting by their
     * part.
     *
     * @param grey {@code float[height * width]}
     * @return {@code double[side * side]}
     */
    static double[] of(float[] grey, int width, int height, int side) {
        double[][] columns = shares(width, side);
        double[][] rows = shares(height, side);
        double[] narrow = new double[height * side];
        for (int y = 0; y < height; y++) {
            for (int s = 0; s < side; s++) {
                double sum = 0;
                int from = (int) columns[s][0];
                for (int k = 1; k < columns[s].length; k++) {
                    sum += columns[s][k] * grey[y * width + from + k - 1];
                }
                narrow[y * side + s] = sum;
            }
        }
        double[] small = new double[side * side];
        for (int r = 0; r < side; r++) {
            int from = (int) rows[r][0];
            for (int k = 1; k < rows[r].length; k++) {
                for (int s = 0; s < side; s++) {
                    small[r * side + s] += rows[r][k] * narrow[(from + k - 1) * side + s];
                }
            }
        }
        return small;
    }

    /** Returns, for each of {@code side} areas, the first pixel that it touches and the part of each from there on. */
    private static double[][] shares(int length, int side) {
        double size = (double) length / side;
        double[][] shares = new double[side][];
        for (int s = 0; s < side; s++) {
            double begin = s * size;
            double end = Math.min(length, begin + size);
            int first = Math.min(length - 1, (int) begin);
            int last = Math.max(first, Math.min(length, (int) Math.ceil(end)) - 1);
            shares[s] = new double[last - first + 2];
            shares[s][0] = first;
            for (int p = first; p <= last; p++) {
                shares[s][p - first + 1] = (Math.min(end, p + 1) - Math.max(begin, p)) / size;
            }
        }
        return shares;
    }
}
