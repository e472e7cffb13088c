package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code y = x W^T + b} over the last dimension. Parameters: {@code NAME.weight (out, in)}, {@code NAME.bias (out)}.
 */
final class Linear implements Layer {
    private final Tensor weight;
    private final Tensor bias;

    /** Starts uniform in {@code +-1 / sqrt(in)}, as PyTorch does. */
    Linear(Parameters parameters, String name, int in, int out) {
        this(
                parameters.uniform(name + ".weight", 1 / Math.sqrt(in), out, in),
                parameters.uniform(name + ".bias", 1 / Math.sqrt(in), out));
    }

    private Linear(Tensor weight, Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** Starts with normally distributed weights (deviation 0.02) and a bias of 0, as transformers do. */
    static Linear normal(Parameters parameters, String name, int in, int out) {
        return normal(parameters, name, 0.02, in, out);
    }

    /** Starts with normally distributed weights of a deviation and a bias of 0. */
    static Linear normal(Parameters parameters, String name, double deviation, int in, int out) {
        return new Linear(
                parameters.normal(name + ".weight", deviation, out, in), parameters.constant(name + ".bias", 0, out));
    }

    /** Starts uniform in {@code +-bound} and with a bias of 0. */
    static Linear uniform(Parameters parameters, String name, double bound, int in, int out) {
        return new Linear(
                parameters.uniform(name + ".weight", bound, out, in), parameters.constant(name + ".bias", 0, out));
    }

    @Override
    public Tensor apply(Tensor x) {
        return torch.linear(x, weight, Tensors.optional(bias));
    }
}
