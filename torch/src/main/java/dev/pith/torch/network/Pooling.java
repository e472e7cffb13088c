package dev.pith.torch.network;

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
    AVGPOOLING {
        @Override
        public Tensor apply(Tensor x) {
            return torch.avg_pool2d(x, 2, 2);
        }
    };

    /** Returns the size of a side afterwards. */
    int side(int before) {
        return this == NONE ? before : before / 2;
    }
}
