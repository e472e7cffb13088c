package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scales each channel by what two layers make of the means of all (Hu, Shen and Sun 2018). Parameters: those of {@code
 * NAME.conv_reduce} and {@code NAME.conv_expand}, or as the form names them.
 */
final class SqueezeExcite implements Layer {
    /**
     * What follows the first and the second layer, and what checkpoints call the layers.
     *
     * @param reduce with the dot before it
     * @param expand with the dot before it
     */
    record Form(Layer activation, Layer gate, String reduce, String expand) {
        /** With the names of timm's. */
        Form(Layer activation, Layer gate) {
            this(activation, gate, ".conv_reduce", ".conv_expand");
        }
    }

    private final Layer scale;

    SqueezeExcite(Parameters parameters, String name, int channels, int squeezed, Form form) {
        Conv2d.Options options = Conv2d.Options.DEFAULT.heNormal();
        scale = Layer.chain(
                x -> torch.adaptive_avg_pool2d(x, 1, 1), // (B, channels, 1, 1)
                new Conv2d(parameters, name + form.reduce, channels, squeezed, 1, options),
                form.activation, // (B, squeezed, 1, 1)
                new Conv2d(parameters, name + form.expand, squeezed, channels, 1, options),
                form.gate); // (B, channels, 1, 1)
    }

    @Override
    public Tensor apply(Tensor x) { // (B, channels, H, W)
        return Tensors.tidy(() -> x.mul(scale.apply(x)));
    }
}
