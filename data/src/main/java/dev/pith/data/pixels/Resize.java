package dev.pith.data.pixels;

import dev.pith.data.ImageSource.Image;
import dev.pith.data.ImageSource.Reduced;
import java.util.Arrays;

/**
 * Resizes an image by a triangle filter: bilinear interpolation where it grows, a weighted mean over all pixels that an
 * output pixel covers where it shrinks.
 *
 * <p>Pixel centers lie at halves. First along rows, then along columns, in double; rounded half up to 8 bits at the
 * end. Plain arithmetic in a fixed order: the same bytes on every machine.
 */
public final class Resize {
    private Resize() {}

    /**
     * Returns {@code byte[height * width * channels]}, row by row, channels side by side; the pixels as they are if
     * they fit. The image is scaled, at its aspect ratio, until it just covers the new size, and what sticks out is cut
     * off on both sides alike.
     */
    public static byte[] cover(Reduced reduced, int width, int height) {
        Image image = reduced.image();
        if (image.width() == width && image.height() == height) {
            return image.pixels();
        }
        double scale = Math.min(reduced.across() / width, reduced.down() / height);
        double across = scale * width;
        double down = scale * height;
        return resize(
                image,
                Weights.of(image.width(), reduced.left() + (reduced.across() - across) / 2, across, width),
                Weights.of(image.height(), reduced.top() + (reduced.down() - down) / 2, down, height));
    }

    /** As {@link #cover(Reduced, int, int)}, of a whole image. */
    public static byte[] cover(Image image, int width, int height) {
        return cover(Reduced.whole(image), width, height);
    }

    /**
     * Returns {@code byte[height * width * channels]} likewise; width and height are scaled each for itself, so the
     * aspect ratio may change.
     */
    public static byte[] stretch(Image image, int width, int height) {
        return stretch(Reduced.whole(image), width, height);
    }

    static byte[] stretch(Reduced reduced, int width, int height) {
        Image image = reduced.image();
        if (image.width() == width && image.height() == height) {
            return image.pixels();
        }
        return resize(
                image,
                Weights.of(image.width(), reduced.left(), reduced.across(), width),
                Weights.of(image.height(), reduced.top(), reduced.down(), height));
    }

    /**
     * Returns labels {@code byte[height * width]}, scaled and cut as {@link #cover} does with their image; each is the
     * one that lies nearest.
     *
     * @param labels {@code byte[inHeight * inWidth]}
     */
    public static byte[] coverNearest(byte[] labels, int inWidth, int inHeight, int width, int height) {
        if (inWidth == width && inHeight == height) {
            return labels;
        }
        double scale = Math.min((double) inWidth / width, (double) inHeight / height);
        double left = (inWidth - scale * width) / 2;
        double top = (inHeight - scale * height) / 2;
        byte[] out = new byte[Math.multiplyExact(height, width)];
        for (int y = 0; y < height; y++) {
            int row = Math.min(inHeight - 1, (int) (top + (y + 0.5) * scale));
            for (int x = 0; x < width; x++) {
                int column = Math.min(inWidth - 1, (int) (left + (x + 0.5) * scale));
                out[y * width + x] = labels[row * inWidth + column];
            }
        }
        return out;
    }

    private static byte[] resize(Image image, Weights across, Weights down) {
        int channels = image.channels();
        int rowLength = across.first.length * channels;
        int height = down.first.length;
        // (image height, rowLength)
        double[] narrow = new double[Math.multiplyExact(image.height(), rowLength)];
        for (int y = 0; y < image.height(); y++) {
            resizeRow(image.pixels(), y * image.width() * channels, channels, across, narrow, y * rowLength);
        }
        byte[] out = new byte[height * rowLength];
        double[] sums = new double[rowLength];
        for (int y = 0; y < height; y++) {
            double[] weights = down.weights[y];
            Arrays.fill(sums, 0);
            for (int k = 0; k < weights.length; k++) {
                int from = (down.first[y] + k) * rowLength;
                for (int x = 0; x < rowLength; x++) {
                    sums[x] += weights[k] * narrow[from + x];
                }
            }
            for (int x = 0; x < rowLength; x++) {
                out[y * rowLength + x] = (byte) Math.min(255, Math.max(0, (int) Math.floor(sums[x] + 0.5)));
            }
        }
        return out;
    }

    /** The three sums of a color go side by side: each waits for its last addition. */
    private static void resizeRow(byte[] in, int from, int channels, Weights across, double[] out, int to) {
        for (int x = 0; x < across.first.length; x++) {
            int at = from + across.first[x] * channels;
            if (channels == 1) {
                double sum = 0;
                for (double weight : across.weights[x]) {
                    sum += weight * (in[at++] & 0xff);
                }
                out[to + x] = sum;
            } else {
                double red = 0;
                double green = 0;
                double blue = 0;
                for (double weight : across.weights[x]) {
                    red += weight * (in[at] & 0xff);
                    green += weight * (in[at + 1] & 0xff);
                    blue += weight * (in[at + 2] & 0xff);
                    at += 3;
                }
                out[to + 3 * x] = red;
                out[to + 3 * x + 1] = green;
                out[to + 3 * x + 2] = blue;
            }
        }
    }

    /** For each output position the first input position it draws on and the weights from there, which sum to 1. */
    private record Weights(int[] first, double[][] weights) {

        /**
         * Spreads {@code out} output pixels over {@code extent} input pixels from {@code start} on, of
         * {@code in} there are.
         */
        static Weights of(int in, double start, double extent, int out) {
            double scale = extent / out;
            double reach = Math.max(1, scale);
            int[] first = new int[out];
            double[][] weights = new double[out][];
            for (int i = 0; i < out; i++) {
                double center = start + (i + 0.5) * scale;
                int from = (int) Math.max(0, Math.floor(center - reach));
                int to = (int) Math.min(in, Math.ceil(center + reach));
                double[] raw = new double[to - from];
                double sum = 0;
                for (int k = 0; k < raw.length; k++) {
                    raw[k] = Math.max(0, 1 - Math.abs(from + k + 0.5 - center) / reach);
                    sum += raw[k];
                }
                for (int k = 0; k < raw.length; k++) {
                    raw[k] /= sum;
                }
                first[i] = from;
                weights[i] = raw;
            }
            return new Weights(first, weights);
        }
    }
}
