package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scales each channel by what two layers make of the means of all (Hu, Shen and Sun 2018). Parameters: those of {@code
 * NAME.conv_reduce} and {@code NAME.conv_expand}.
 */
final class SqueezeExcite implements Layer {
    /** What follows the first and the second layer. */
    record Form(Layer activation, Layer gate) {}

    private final Layer scale;

    SqueezeExcite(Parameters parameters, String name, int channels, int squeezed, Form form) {
        Conv2d.Options options = Conv2d.Options.DEFAULT.heNormal();
        scale = Layer.chain(
                x -> torch.adaptive_avg_pool2d(x, 1, 1), // (B, channels, 1, 1)
                new Conv2d(parameters, name + ".conv_reduce", channels, squeezed, 1, options),
                form.activation, // (B, squeezed, 1, 1)
                new Conv2d(parameters, name + ".conv_expand", squeezed, channels, 1, options),
                form.gate); // (B, channels, 1, 1)
    }

    @Override
    public Tensor apply(Tensor x) { // (B, channels, H, W)
        return Tensors.tidy(() -> x.mul(scale.apply(x)));
    }
}
