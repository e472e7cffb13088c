package dev.pith.torch.train;

import dev.pith.torch.network.InputShape;
import java.util.SplittableRandom;

/**
 * Another light on an image: brighter or darker, of more or less contrast, of stronger or weaker colors, each by a
 * factor from 0.6 to 1.4. Works on normalized values: contrast is about the mean of each channel, and what is grey is
 * the weighted mean of the normalized channels.
 */
record ColorChange(float brightness, float contrast, float saturation) {
    private static final double STRENGTH = 0.4;
    private static final float[] GREY = {0.299f, 0.587f, 0.114f}; // ITU-R BT.601

    static ColorChange random(SplittableRandom random) {
        return new ColorChange(factor(random), factor(random), factor(random));
    }

    private static float factor(SplittableRandom random) {
        return (float) (1 + STRENGTH * (2 * random.nextDouble() - 1));
    }

    /**
     * Changes an image in place.
     *
     * @param start where the image begins
     * @param black of each channel
     */
    void apply(InputShape shape, float[] pixels, int start, float[] black) {
        int area = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            int from = start + c * area;
            double sum = 0;
            for (int i = from; i < from + area; i++) {
                pixels[i] = brightness * (pixels[i] - black[c]) + black[c];
                sum += pixels[i];
            }
            float mean = (float) (sum / area);
            for (int i = from; i < from + area; i++) {
                pixels[i] = contrast * (pixels[i] - mean) + mean;
            }
        }
        if (shape.channels() == GREY.length) {
            for (int i = start; i < start + area; i++) {
                float grey = GREY[0] * pixels[i] + GREY[1] * pixels[i + area] + GREY[2] * pixels[i + 2 * area];
                for (int c = 0; c < GREY.length; c++) {
                    pixels[i + c * area] = saturation * pixels[i + c * area] + (1 - saturation) * grey;
                }
            }
        }
    }
}
