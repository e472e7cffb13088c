package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer normalization (Ba, Kiros and Hinton 2016) over the last dimension. Parameters: {@code NAME.weight},
 * {@code NAME.bias}.
 */
final class LayerNorm implements Layer {
    private final Tensor weight;
    private final Tensor bias;
    private final double epsilon;

    LayerNorm(Parameters parameters, String name, int width, double epsilon) {
        weight = parameters.constant(name + ".weight", 1, width);
        bias = parameters.constant(name + ".bias", 0, width);
        this.epsilon = epsilon;
    }

    @Override
    public Tensor apply(Tensor x) { // (..., width)
        return torch.layer_norm(x, weight.shape(), Tensors.optional(weight), Tensors.optional(bias), epsilon, false);
    }
}
