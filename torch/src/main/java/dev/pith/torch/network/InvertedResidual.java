package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The block of mobile networks (Sandler et al., CVPR 2018): a linear layer per pixel widens, a convolution per channel
 * mixes neighbours, a linear layer per pixel narrows. Where nothing is widened the first is left out. Names are timm's.
 */
final class InvertedResidual implements Layer {
    /**
     * A row of the papers' tables.
     *
     * @param kernel side of the convolution's kernel
     * @param expanded channels between the linear layers
     * @param squeezed channels of squeeze and excitation, 0 for none
     */
    record Row(int kernel, int expanded, int out, int squeezed, Layer activation, int stride) {}

    private final Layer path;
    private final boolean shortcut;

    InvertedResidual(Parameters parameters, String name, int in, Row row, SqueezeExcite.Form form) {
        boolean expands = row.expanded != in;
        List<Layer> layers = new ArrayList<>();
        if (expands) {
            layers.add(convolution(parameters, name + ".conv_pw", in, row.expanded, 1, 1, 1));
            layers.add(normalization(parameters, name + ".bn1", row.expanded));
            layers.add(row.activation); // (B, expanded, H, W)
        }
        layers.add(convolution(
                parameters, name + ".conv_dw", row.expanded, row.expanded, row.kernel, row.stride, row.expanded));
        layers.add(normalization(parameters, name + (expands ? ".bn2" : ".bn1"), row.expanded));
        layers.add(row.activation); // (B, expanded, H / stride, W / stride)
        if (row.squeezed > 0) {
            layers.add(new SqueezeExcite(parameters, name + ".se", row.expanded, row.squeezed, form));
        }
        layers.add(
                convolution(parameters, name + (expands ? ".conv_pwl" : ".conv_pw"), row.expanded, row.out, 1, 1, 1));
        layers.add(normalization(parameters, name + (expands ? ".bn3" : ".bn2"), row.out));
        path = Layer.chain(layers);
        shortcut = in == row.out && row.stride == 1;
    }

    @Override
    public Tensor apply(Tensor x) { // (B, in, H, W)
        Tensor y = path.apply(x); // (B, out, H / stride, W / stride)
        if (shortcut) {
            y.add_(x);
        }
        return y;
    }

    /**
     * Returns a convolution as mobile networks have them: without a bias, and the map is as large as its input
     * over the stride.
     */
    static Layer convolution(Parameters parameters, String name, int in, int out, int kernel, int stride, int groups) {
        Conv2d.Options options = Conv2d.Options.DEFAULT.withoutBias().heNormal();
        return new Conv2d(
                parameters,
                name,
                in,
                out,
                kernel,
                options.stride(stride).padding(kernel / 2).groups(groups));
    }

    static Layer normalization(Parameters parameters, String name, int channels) {
        return new BatchNorm(parameters, name, channels, 1e-5, 0.1);
    }

    /**
     * Returns {@code blocks.0.0} and so on:
     * {@code (B, in, H, W) -> (B, out of the last row, H / strides, W / strides)}.
     */
    static Layer stages(Parameters parameters, int in, List<List<Row>> stages, SqueezeExcite.Form form) {
        List<Layer> blocks = new ArrayList<>();
        int channels = in;
        for (int stage = 0; stage < stages.size(); stage++) {
            for (int i = 0; i < stages.get(stage).size(); i++) {
                Row row = stages.get(stage).get(i);
                blocks.add(new InvertedResidual(parameters, "blocks." + stage + "." + i, channels, row, form));
                channels = row.out;
            }
        }
        return Layer.chain(blocks);
    }
}
