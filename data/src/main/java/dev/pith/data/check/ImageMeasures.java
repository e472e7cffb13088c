package dev.pith.data.check;

import dev.pith.data.ImageSource.Image;
import java.util.Arrays;

/**
 * What can be said of the quality of an image without others.
 *
 * @param width in pixels
 * @param height in pixels
 * @param dark the brightness that 1 % of the pixels are at most, from 0 to 255
 * @param light the brightness that 1 % of the pixels are at least, from 0 to 255
 * @param sharpness mean square of the Laplacian (each pixel four times, less its four neighbours) over the variance of
 *     the pixels: near 0 for a blurred image, 20 for independent pixels; NaN for an image of one brightness, or below 3
 *     pixels wide or high
 */
public record ImageMeasures(int width, int height, double dark, double light, double sharpness) {
    /** Measures an image. */
    public static ImageMeasures of(Image image) {
        float[] grey = Thumbnail.grey(image);
        float[] sorted = grey.clone();
        Arrays.sort(sorted);
        int hundredth = (sorted.length - 1) / 100;
        return new ImageMeasures(
                image.width(),
                image.height(),
                sorted[hundredth],
                sorted[sorted.length - 1 - hundredth],
                sharpness(grey, image.width(), image.height()));
    }

    /** Returns how much brighter the lightest pixels are than the darkest, from 0 to 255, a hundredth of each apart. */
    public double contrast() {
        return light - dark;
    }

    private static double sharpness(float[] grey, int width, int height) {
        if (width < 3 || height < 3) {
            return Double.NaN;
        }
        double laplacian = 0;
        double sum = 0;
        double squares = 0;
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int p = y * width + x;
                double edge = 4.0 * grey[p] - grey[p - 1] - grey[p + 1] - grey[p - width] - grey[p + width];
                laplacian += edge * edge;
                sum += grey[p];
                squares += (double) grey[p] * grey[p];
            }
        }
        int count = (width - 2) * (height - 2);
        double variance = squares / count - sum / count * (sum / count);
        return variance > 0 ? laplacian / count / variance : Double.NaN;
    }
}
