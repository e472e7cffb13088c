package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * ConvNeXt (Liu et al., CVPR 2022), the tiny one: a convolutional network in the shape of a transformer. Maps have
 * their channels last between the layers, as normalization and linear layers want them.
 */
final class ConvNeXt extends Network {
    private static final int[] DEPTHS = {3, 3, 9, 3};
    private static final double EPSILON = 1e-6;
    private static final int LEAST = 32; // 4 x 2 x 2 x 2 pixels become one

    static void register(Networks.Registry networks) {
        networks.add("timm-convnext-tiny", ConvNeXt::new);
    }

    private final Layer features;
    private final Linear head;

    private ConvNeXt(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        if (Math.min(input.height(), input.width()) < LEAST) {
            throw new PithException(
                    "a ConvNeXt takes images of at least " + LEAST + " x " + LEAST + " pixels, these have "
                            + input.height() + " x " + input.width() + ": enlarge them, or choose another network");
        }
        int channels = 96;
        List<Layer> layers = new ArrayList<>();
        layers.add(x -> x.permute(0, 2, 3, 1)); // (B, 224, 224, 3)
        layers.add(patches(parameters, "stem.0", input.channels(), channels, 4));
        layers.add(new LayerNorm(parameters, "stem.1", channels, EPSILON)); // (B, 56, 56, 96)
        for (int stage = 0; stage < DEPTHS.length; stage++) {
            String name = "stages." + stage;
            if (stage > 0) {
                layers.add(new LayerNorm(parameters, name + ".downsample.0", channels, EPSILON));
                layers.add(patches(parameters, name + ".downsample.1", channels, 2 * channels, 2));
                channels *= 2; // (B, 28, 28, 192), (B, 14, 14, 384), (B, 7, 7, 768)
            }
            for (int i = 0; i < DEPTHS[stage]; i++) {
                layers.add(block(parameters, name + ".blocks." + i, channels));
            }
        }
        layers.add(FeatureMap.CHANNELS_LAST);
        layers.add(x -> x.mean(1, 2));
        layers.add(new LayerNorm(parameters, "head.norm", channels, EPSILON)); // (B, 768)
        features = Layer.chain(layers);
        head = Linear.normal(parameters, "head.fc", channels, classes);
    }

    /** {@code x + gamma mlp(norm(convolution(x)))}, with a convolution per channel. */
    private static Layer block(Parameters parameters, String name, int channels) {
        Tensor gamma = parameters.constant(name + ".gamma", 1e-6, channels);
        Conv2d.Options options =
                Conv2d.Options.DEFAULT.padding(3).groups(channels).normal();
        Conv2d convolution = new Conv2d(parameters, name + ".conv_dw", channels, channels, 7, options);
        LayerNorm norm = new LayerNorm(parameters, name + ".norm", channels, EPSILON);
        FeedForward mlp = new FeedForward(parameters, name + ".mlp", channels, 4 * channels);
        return x -> Tensors.tidy(
                () -> { // (B, H, W, C)
                    Tensor y = convolution.apply(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1);
                    return x.add(mlp.apply(norm.apply(y)).mul(gamma));
                });
    }

    /** Returns a linear layer over squares side by side: {@code (B, H, W, in) -> (B, H / side, W / side, out)}. */
    private static Layer patches(Parameters parameters, String name, int in, int out, int side) {
        Conv2d.Options options = Conv2d.Options.DEFAULT.stride(side).normal();
        Conv2d convolution = new Conv2d(parameters, name, in, out, side, options);
        return x -> Tensors.tidy(() -> convolution.apply(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1));
    }

    @Override
    public Tensor embed(Tensor x) {
        return features.apply(x); // (B, C, H, W) -> (B, 768)
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return head.apply(embedding);
    }
}
