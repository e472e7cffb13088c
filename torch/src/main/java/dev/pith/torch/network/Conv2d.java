package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution with square kernels. Parameters: {@code NAME.weight (out, in / groups, kernel, kernel)} and, unless made
 * without, {@code NAME.bias (out)}.
 */
final class Conv2d implements Layer {
    private final Tensor weight;
    private final Tensor bias; // null when made without
    private final long[] stride;
    private final long[] padding;
    private final long groups;

    /** What is not the same in all convolutions: stride 1, padding 0, one group, a bias and PyTorch's start unless said. */
    record Options(int stride, int padding, int groups, boolean bias, boolean he) {
        static final Options DEFAULT = new Options(1, 0, 1, true, false);

        Options stride(int value) {
            return new Options(value, padding, groups, bias, he);
        }

        Options padding(int value) {
            return new Options(stride, value, groups, bias, he);
        }

        Options groups(int value) {
            return new Options(stride, padding, value, bias, he);
        }

        Options withoutBias() {
            return new Options(stride, padding, groups, false, he);
        }

        /** Weights start normally distributed with variance 2 / fan out (He et al. 2015, section 2.2, backward form). */
        Options heNormal() {
            return new Options(stride, padding, groups, bias, true);
        }
    }

    /** Starts uniform in {@code +-1 / sqrt(fan in)}, as PyTorch does, unless the options say otherwise. */
    Conv2d(Parameters parameters, String name, int in, int out, int kernel, Options options) {
        int depth = in / options.groups;
        double bound = 1 / Math.sqrt((double) depth * kernel * kernel);
        double fanOut = (double) out / options.groups * kernel * kernel;
        weight = options.he
                ? parameters.normal(name + ".weight", Math.sqrt(2 / fanOut), out, depth, kernel, kernel)
                : parameters.uniform(name + ".weight", bound, out, depth, kernel, kernel);
        bias = options.bias ? parameters.uniform(name + ".bias", bound, out) : null;
        stride = new long[] {options.stride, options.stride};
        padding = new long[] {options.padding, options.padding};
        groups = options.groups;
    }

    @Override
    public Tensor apply(Tensor x) { // (B, in, H, W) -> (B, out, H', W')
        TensorOptional optionalBias = bias == null ? new TensorOptional() : new TensorOptional(bias);
        return torch.conv2d(x, weight, optionalBias, stride, padding, new long[] {1, 1}, groups);
    }
}
