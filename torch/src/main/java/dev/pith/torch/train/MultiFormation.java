package dev.pith.torch.train;

import dev.pith.torch.network.InputShape;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Several small images in one (IDC, Kim et al., ICML 2022, section 4.1): an image is cut into factor x factor cells,
 * and each cell is scaled up bilinearly to an image of the full size. The same bytes so hold more images.
 */
public final class MultiFormation {
    private MultiFormation() {}

    /**
     * Checks that cells are whole pixels.
     *
     * @throws IllegalArgumentException when a side is no multiple of the factor
     */
    public static void requireFits(InputShape shape, int factor) {
        if (shape.height() % factor != 0 || shape.width() % factor != 0) {
            throw new IllegalArgumentException("`factor` must divide both sides of the images, " + shape.width()
                    + " and " + shape.height() + ", got " + factor);
        }
    }

    /** Returns the images in the cells, row by row of each image: {@code (B, C, H, W) -> (B * factor^2, C, H, W)}. */
    public static Tensor decode(Tensor x, int factor) {
        if (factor == 1) {
            return x;
        }
        long height = x.size(2);
        long width = x.size(3);
        Tensor cells = x.reshape(x.size(0), x.size(1), factor, height / factor, factor, width / factor)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(x.size(0) * factor * factor, x.size(1), height / factor, width / factor);
        return torch.upsample_bilinear2d(
                cells, new long[] {height, width}, false, new DoubleOptional(), new DoubleOptional());
    }

    /**
     * Returns images whose cells are others scaled down, each pixel the mean of those that it stands for.
     *
     * @param images {@code float[m * factor^2 * c * h * w]}
     * @return {@code float[m * c * h * w]}
     */
    public static float[] encode(float[] images, InputShape shape, int factor) {
        int cells = factor * factor;
        float[] encoded = new float[images.length / cells];
        int area = shape.height() * shape.width();
        float share = 1f / cells;
        for (int i = 0; i < images.length; i++) {
            int image = i / shape.numbers();
            int channel = i / area % shape.channels();
            int cell = image % cells;
            int y = cell / factor * (shape.height() / factor) + i % area / shape.width() / factor;
            int x = cell % factor * (shape.width() / factor) + i % shape.width() / factor;
            encoded[(image / cells * shape.channels() + channel) * area + y * shape.width() + x] += share * images[i];
        }
        return encoded;
    }
}
