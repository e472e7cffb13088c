package dev.pith.torch.network;

import dev.pith.PithException;

/**
 * The images a network takes.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param height in pixels
 * @param width in pixels
 */
public record InputShape(int channels, int height, int width) {
    /** Checks that nothing is empty. */
    public InputShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "an image must have pixels, got " + channels + " x " + height + " x " + width);
        }
    }

    /** Returns how many numbers an image is. */
    public int numbers() {
        return Math.multiplyExact(channels * height, width);
    }

    /** Returns channels, height and width, for messages. */
    @Override
    public String toString() {
        return channels + " x " + height + " x " + width;
    }

    /**
     * Returns the pixels that the first layer of the condensation papers' networks adds on every side: 2 for grey
     * images of 28 pixels, so that they are halved as those of 32.
     */
    int border() {
        return channels == 1 && height == 28 && width == 28 ? 2 : 0;
    }

    /**
     * Checks that the images, border included, are not too small for a network that needs sides
     * of {@code least} pixels.
     */
    void atLeast(int least, String network) {
        if (Math.min(height, width) + 2 * border() < least) {
            throw new PithException(
                    network + " takes images of at least " + least + " x " + least + " pixels, these have " + height
                            + " x " + width + ": choose a shallower network, or enlarge the images");
        }
    }

    /** Checks that the sides are multiples of what a network cuts them into. */
    void multipleOf(int side, String network) {
        if (height % side != 0 || width % side != 0) {
            throw new PithException(
                    network + " takes images whose sides are multiples of " + side + " pixels, these have " + height
                            + " x " + width + ": resize the images, or choose another network");
        }
    }
}
