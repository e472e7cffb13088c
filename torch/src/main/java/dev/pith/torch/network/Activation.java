package dev.pith.torch.network;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a unit does with its sum. */
enum Activation implements Layer {
    SIGMOID {
        @Override
        public Tensor apply(Tensor x) {
            return torch.sigmoid(x);
        }
    },
    RELU {
        @Override
        public Tensor apply(Tensor x) {
            return torch.relu(x);
        }
    },
    LEAKYRELU {
        @Override
        public Tensor apply(Tensor x) {
            return torch.leaky_relu(x, new Scalar(0.01));
        }
    },
    /** x sigmoid(x), which PyTorch calls SiLU. */
    SWISH {
        @Override
        public Tensor apply(Tensor x) {
            return torch.silu(x);
        }
    }
}
