package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with square kernels. Parameters: {@code NAME.weight (out, in / groups, kernel, kernel)} and, unless
 * made without, {@code NAME.bias (out)}.
 */
final class Conv2d implements Layer {
    private final Tensor weight;
    private final @Nullable Tensor bias; // null when made without
    private final long[] stride;
    private final long[] padding;
    private final long[] dilation;
    private final long groups;

    private enum Start {
        UNIFORM,
        HE,
        NORMAL
    }

    /**
     * What is not the same in all convolutions: stride 1, padding 0, no holes, one group, a bias and PyTorch's start
     * unless said.
     */
    record Options(int stride, int padding, int dilation, int groups, boolean bias, Start start) {
        static final Options DEFAULT = new Options(1, 0, 1, 1, true, Start.UNIFORM);

        Options stride(int value) {
            return new Options(value, padding, dilation, groups, bias, start);
        }

        Options padding(int value) {
            return new Options(stride, value, dilation, groups, bias, start);
        }

        /** How far apart the places lie that a kernel looks at; 1 for neighbours. */
        Options dilation(int value) {
            return new Options(stride, padding, value, groups, bias, start);
        }

        Options groups(int value) {
            return new Options(stride, padding, dilation, value, bias, start);
        }

        Options withoutBias() {
            return new Options(stride, padding, dilation, groups, false, start);
        }

        /**
         * Weights start normally distributed with variance 2 / fan out (He et al. 2015, section 2.2, backward
         * form), biases at 0.
         */
        Options heNormal() {
            return new Options(stride, padding, dilation, groups, bias, Start.HE);
        }

        /** Weights start normally distributed with a deviation of 0.02, biases at 0, as transformers do. */
        Options normal() {
            return new Options(stride, padding, dilation, groups, bias, Start.NORMAL);
        }
    }

    /** Starts uniform in {@code +-1 / sqrt(fan in)}, as PyTorch does, unless the options say otherwise. */
    Conv2d(Parameters parameters, String name, int in, int out, int kernel, Options options) {
        int depth = in / options.groups;
        double bound = 1 / Math.sqrt((double) depth * kernel * kernel);
        double fanOut = (double) out / options.groups * kernel * kernel;
        long[] shape = {out, depth, kernel, kernel};
        weight = switch (options.start) {
            case UNIFORM -> parameters.uniform(name + ".weight", bound, shape);
            case HE -> parameters.normal(name + ".weight", Math.sqrt(2 / fanOut), shape);
            case NORMAL -> parameters.normal(name + ".weight", 0.02, shape);
        };
        if (!options.bias) {
            bias = null;
        } else if (options.start == Start.UNIFORM) {
            bias = parameters.uniform(name + ".bias", bound, out);
        } else {
            bias = parameters.constant(name + ".bias", 0, out);
        }
        stride = new long[] {options.stride, options.stride};
        padding = new long[] {options.padding, options.padding};
        dilation = new long[] {options.dilation, options.dilation};
        groups = options.groups;
    }

    /**
     * Convolves. Maps so small that the kernel's rim meets nothing but padding are computed in float32 also where
     * autocast would take bfloat16: on processors with AVX-512 the native bfloat16 kernel makes NaN of such a rim's
     * gradient.
     */
    @Override
    public Tensor apply(Tensor x) { // (B, in, H, W) -> (B, out, H', W')
        long rim = weight.size(2) / 2;
        if ((x.size(2) > rim && x.size(3) > rim) || !torch.is_autocast_enabled(DeviceType.CPU)) {
            return convolve(x);
        }
        torch.set_autocast_enabled(DeviceType.CPU, false); // for this thread
        try {
            return convolve(x.to(ScalarType.Float));
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, true);
        }
    }

    private Tensor convolve(Tensor x) {
        TensorOptional optionalBias = bias == null ? new TensorOptional() : new TensorOptional(bias);
        return torch.conv2d(x, weight, optionalBias, stride, padding, dilation, groups);
    }
}
