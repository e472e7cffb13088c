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
    /**
     * Overwrites its input: what is bound by memory then moves a third less, and no layer before it needs its output.
     */
    RELU {
        @Override
        public Tensor apply(Tensor x) {
            torch.relu_(x);
            return x; // the one that owns the memory
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
