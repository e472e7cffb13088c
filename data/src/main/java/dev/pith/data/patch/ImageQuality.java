package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;

/**
 * The two usual measures of how close an image is to another of the same size: the peak signal-to-noise ratio and the
 * structural similarity. Both take bytes, so the peak is 255.
 */
public final class ImageQuality {
    private static final double PEAK = 255;
    private static final double SIGMA = 1.5;
    private static final int WINDOW = 11;
    private static final double C1 = square(0.01 * PEAK);
    private static final double C2 = square(0.03 * PEAK);

    private ImageQuality() {}

    private static double square(double value) {
        return value * value;
    }

    /**
     * Returns the peak signal-to-noise ratio in dB, {@code 10 log10(255^2 / mean squared error)} over all pixels and
     * channels. Equal images have an infinite ratio.
     */
    public static double psnr(Image a, Image b) {
        return psnr(squaredError(a, b));
    }

    /**
     * Returns the peak signal-to-noise ratio of a mean squared error, in dB. The ratio of many images is taken from the
     * mean of their squared errors: a mean of ratios would be infinite by a single equal pair.
     */
    public static double psnr(double meanSquaredError) {
        return 10 * Math.log10(square(PEAK) / meanSquaredError);
    }

    /** Returns the mean squared error over all pixels and channels. */
    public static double squaredError(Image a, Image b) {
        requireAlike(a, b);
        long sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            int difference = (a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff);
            sum += (long) difference * difference;
        }
        return (double) sum / a.pixels().length;
    }

    /**
     * Returns the mean structural similarity, at most 1; equal images have 1. The similarity of color images is the
     * mean over their channels.
     *
     * <p>Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to Structural Similarity",
     * 2004, with the constants given there: a Gaussian window of 11 x 11 pixels and deviation 1.5, at every place where
     * the whole window fits, K1 = 0.01, K2 = 0.03. On images with a side below 11 the window is the largest odd square
     * that fits.
     */
    public static double ssim(Image a, Image b) {
        requireAlike(a, b);
        double sum = 0;
        for (int c = 0; c < a.channels(); c++) {
            sum += ssim(plane(a, c), plane(b, c), a.width(), a.height());
        }
        return sum / a.channels();
    }

    private static void requireAlike(Image a, Image b) {
        if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels()) {
            throw new IllegalArgumentException("images must be of one size, got " + a.width() + " x " + a.height()
                    + " x " + a.channels() + " and " + b.width() + " x " + b.height() + " x " + b.channels());
        }
    }

    private static double[] plane(Image image, int channel) {
        double[] plane = new double[image.width() * image.height()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = image.pixels()[i * image.channels() + channel] & 0xff;
        }
        return plane;
    }

    private static double ssim(double[] a, double[] b, int width, int height) {
        int fits = Math.min(WINDOW, Math.min(width, height));
        double[] window = window(fits - 1 + fits % 2);
        double[] meanA = filtered(a, width, height, window);
        double[] meanB = filtered(b, width, height, window);
        double[] squareA = filtered(product(a, a), width, height, window);
        double[] squareB = filtered(product(b, b), width, height, window);
        double[] both = filtered(product(a, b), width, height, window);
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            double varianceA = squareA[i] - meanA[i] * meanA[i];
            double varianceB = squareB[i] - meanB[i] * meanB[i];
            double covariance = both[i] - meanA[i] * meanB[i];
            sum += (2 * meanA[i] * meanB[i] + C1)
                    * (2 * covariance + C2)
                    / ((square(meanA[i]) + square(meanB[i]) + C1) * (varianceA + varianceB + C2));
        }
        return sum / meanA.length;
    }

    private static double[] window(int length) {
        double[] window = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            window[i] = Math.exp(-square(i - length / 2) / (2 * square(SIGMA)));
            sum += window[i];
        }
        for (int i = 0; i < length; i++) {
            window[i] /= sum;
        }
        return window;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Returns the weighted means at the places where the window fits, along rows and then along columns. */
    private static double[] filtered(double[] plane, int width, int height, double[] window) {
        int across = width - window.length + 1;
        int down = height - window.length + 1;
        double[] narrow = new double[height * across];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < across; x++) {
                double sum = 0;
                for (int k = 0; k < window.length; k++) {
                    sum += window[k] * plane[y * width + x + k];
                }
                narrow[y * across + x] = sum;
            }
        }
        double[] out = new double[down * across];
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                double sum = 0;
                for (int k = 0; k < window.length; k++) {
                    sum += window[k] * narrow[(y + k) * across + x];
                }
                out[y * across + x] = sum;
            }
        }
        return out;
    }
}
