package dev.pith.data.check;

import dev.pith.data.ImageSource.Image;

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
