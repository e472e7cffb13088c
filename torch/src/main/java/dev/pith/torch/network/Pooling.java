package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How a feature map is halved: (B, C, H, W) -> (B, C, H / 2, W / 2), rounded down. */
enum Pooling implements Layer {
    NONE {
        @Override
        public Tensor apply(Tensor x) {
            return x;
        }
    },
    MAXPOOLING {
        @Override
        public Tensor apply(Tensor x) {
            return torch.max_pool2d(
                    x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, false);
        }
    },
    /**
     * Small even maps as one matrix product: two rows side by side, times a matrix with a quarter at the four places
     * that an output takes. {@code avg_pool2d} takes five to seven times as long for maps of 8 to 32 pixels (16
     * samples, 32 channels).
     */
    AVGPOOLING {
        @Override
        public Tensor apply(Tensor x) {
            long height = x.size(2);
            long width = x.size(3);
            if (height % 2 != 0 || width % 2 != 0 || width > WIDEST_PRODUCT || !x.is_contiguous()) {
                return torch.avg_pool2d(x, 2, 2);
            }
            Tensor quarters =
                    Tensors.of(quarters((int) width), 0, 2 * width, width / 2).to(x.scalar_type());
            return x.view(-1, 2 * width).matmul(quarters).view(x.size(0), x.size(1), height / 2, width / 2);
        }
    };

    /** Beyond, the product does too much that comes to nothing. */
    private static final int WIDEST_PRODUCT = 64;

    /** Returns the matrix {@code (2 width, width / 2)} that averages two rows of a map. */
    private static float[] quarters(int width) {
        int half = width / 2;
        float[] matrix = new float[2 * width * half];
        for (int i = 0; i < 2 * width; i++) {
            matrix[i * half + i % width / 2] = 0.25f;
        }
        return matrix;
    }

    /** Returns the size of a side afterwards. */
    int side(int before) {
        return this == NONE ? before : before / 2;
    }
}
