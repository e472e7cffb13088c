package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How the activations of a layer are brought to mean 0 and variance 1, before a learned scale and shift. */
enum Normalization {
    NONE {
        @Override
        Layer layer(Parameters parameters, String name, long... shape) {
            return Layer.IDENTITY;
        }
    },
    /** Over the batch, per channel; in evaluation by running statistics (momentum 0.1). */
    BATCHNORM {
        @Override
        Layer layer(Parameters parameters, String name, long... shape) {
            return new BatchNorm(parameters, name, shape[0], 1e-5, 0.1);
        }
    },
    /** Over a whole sample, with a scale and shift per element. */
    LAYERNORM {
        @Override
        Layer layer(Parameters parameters, String name, long... shape) {
            Tensor weight = parameters.constant(name + ".weight", 1, shape);
            Tensor bias = parameters.constant(name + ".bias", 0, shape);
            return x -> torch.layer_norm(x, shape, Tensors.optional(weight), Tensors.optional(bias), 1e-5, false);
        }
    },
    /** Per sample and channel. */
    INSTANCENORM {
        @Override
        Layer layer(Parameters parameters, String name, long... shape) {
            return groups(parameters, name, shape[0], shape[0], 1e-5);
        }
    },
    /** Per sample over groups of channels, four of them. */
    GROUPNORM {
        @Override
        Layer layer(Parameters parameters, String name, long... shape) {
            return groups(parameters, name, 4, shape[0], 1e-5);
        }
    };

    /**
     * Returns a layer with its parameters added.
     *
     * @param shape channels, height and width of the map; all but LAYERNORM look at the channels alone
     */
    abstract Layer layer(Parameters parameters, String name, long... shape);

    /** Returns a layer that normalizes a sample's channels in so many groups, with its parameters added. */
    static Layer groups(Parameters parameters, String name, long groups, long channels, double epsilon) {
        Tensor weight = parameters.constant(name + ".weight", 1, channels);
        Tensor bias = parameters.constant(name + ".bias", 0, channels);
        return x -> torch.group_norm(x, groups, Tensors.optional(weight), Tensors.optional(bias), epsilon, false);
    }
}
