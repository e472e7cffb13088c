package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How the activations of a layer are brought to mean 0 and variance 1, before a learned scale and shift. */
enum Normalization {
    NONE {
        @Override
        Layer layer(Parameters parameters, String name, int channels, int height, int width) {
            return Layer.IDENTITY;
        }
    },
    /** Over the batch, per channel; in evaluation by running statistics (momentum 0.1). */
    BATCHNORM {
        @Override
        Layer layer(Parameters parameters, String name, int channels, int height, int width) {
            return new BatchNorm(parameters, name, channels, 1e-5, 0.1);
        }
    },
    /** Over a whole sample, with a scale and shift per element. */
    LAYERNORM {
        @Override
        Layer layer(Parameters parameters, String name, int channels, int height, int width) {
            Tensor weight = parameters.constant(name + ".weight", 1, channels, height, width);
            Tensor bias = parameters.constant(name + ".bias", 0, channels, height, width);
            long[] shape = {channels, height, width};
            return x -> torch.layer_norm(x, shape, Tensors.optional(weight), Tensors.optional(bias), 1e-5, false);
        }
    },
    /** Per sample and channel. */
    INSTANCENORM {
        @Override
        Layer layer(Parameters parameters, String name, int channels, int height, int width) {
            return groups(parameters, name, channels, channels);
        }
    },
    /** Per sample over groups of channels, four of them. */
    GROUPNORM {
        @Override
        Layer layer(Parameters parameters, String name, int channels, int height, int width) {
            return groups(parameters, name, 4, channels);
        }
    };

    /** Returns a layer for activations of {@code (B, channels, height, width)}, with its parameters added. */
    abstract Layer layer(Parameters parameters, String name, int channels, int height, int width);

    private static Layer groups(Parameters parameters, String name, int groups, int channels) {
        Tensor weight = parameters.constant(name + ".weight", 1, channels);
        Tensor bias = parameters.constant(name + ".bias", 0, channels);
        return x -> torch.group_norm(x, groups, Tensors.optional(weight), Tensors.optional(bias), 1e-5, false);
    }
}
