package dev.pith.torch.network;

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
}
