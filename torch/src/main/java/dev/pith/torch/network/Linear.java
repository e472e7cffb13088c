package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** {@code y = x W^T + b} over the last dimension. Parameters: {@code NAME.weight (out, in)}, {@code NAME.bias (out)}. */
final class Linear implements Layer {
    private final Tensor weight;
    private final Tensor bias;

    /** Starts uniform in {@code +-1 / sqrt(in)}, as PyTorch does. */
    Linear(Parameters parameters, String name, int in, int out) {
        double bound = 1 / Math.sqrt(in);
        weight = parameters.uniform(name + ".weight", bound, out, in);
        bias = parameters.uniform(name + ".bias", bound, out);
    }

    @Override
    public Tensor apply(Tensor x) {
        return torch.linear(x, weight, Tensors.optional(bias));
    }
}
