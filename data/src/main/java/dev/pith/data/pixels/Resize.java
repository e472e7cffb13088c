package dev.pith.data.pixels;

import dev.pith.data.ImageSource.Image;

/**
 * Resizes an image by a triangle filter: bilinear interpolation where it grows, a weighted mean over all pixels that an
 * output pixel covers where it shrinks. Width and height are scaled each for itself, so the aspect ratio may change.
 *
 * <p>Pixel centers lie at halves. First along rows, then along columns, in double; rounded half up to 8 bits at the end.
 * Plain arithmetic in a fixed order: the same bytes on every machine.
 */
final class Resize {
    private Resize() {}

    /** Returns {@code byte[side * side * channels]}, row by row, channels side by side; the pixels as they are if they fit. */
    static byte[] square(Image image, int side) {
        if (image.width() == side && image.height() == side) {
            return image.pixels();
        }
        int channels = image.channels();
        Weights across = Weights.of(image.width(), side);
        Weights down = Weights.of(image.height(), side);
        // (height, side, channels)
        double[] narrow = new double[Math.multiplyExact(image.height(), side * channels)];
        for (int y = 0; y < image.height(); y++) {
            resizeRow(image.pixels(), y * image.width() * channels, channels, across, narrow, y * side * channels);
        }
        byte[] out = new byte[side * side * channels];
        int rowLength = side * channels;
        for (int y = 0; y < side; y++) {
            double[] weights = down.weights[y];
            for (int x = 0; x < rowLength; x++) {
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * narrow[(down.first[y] + k) * rowLength + x];
                }
                out[y * rowLength + x] = (byte) Math.min(255, Math.max(0, (int) Math.floor(sum + 0.5)));
            }
        }
        return out;
    }

    private static void resizeRow(byte[] in, int from, int channels, Weights across, double[] out, int to) {
        for (int x = 0; x < across.first.length; x++) {
            double[] weights = across.weights[x];
            for (int c = 0; c < channels; c++) {
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (in[from + (across.first[x] + k) * channels + c] & 0xff);
                }
                out[to + x * channels + c] = sum;
            }
        }
    }

    /** For each output position the first input position it draws on and the weights from there, which sum to 1. */
    private record Weights(int[] first, double[][] weights) {

        static Weights of(int in, int out) {
            double scale = (double) in / out;
            double reach = Math.max(1, scale);
            int[] first = new int[out];
            double[][] weights = new double[out][];
            for (int i = 0; i < out; i++) {
                double center = (i + 0.5) * scale;
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
