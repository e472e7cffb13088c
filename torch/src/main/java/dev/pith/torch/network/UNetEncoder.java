package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The first half of {@link UNet} as a classifier: its last map, averaged, and a linear layer. What it learns of one set
 * of images can be where a U-Net for another starts.
 */
final class UNetEncoder extends Network {
    /** What the names of the stages' parameters begin with. */
    static final String NAME = "encoder.";

    /** The channels of the stages. */
    static final int[] WIDTHS = {16, 32, 64, 128};

    private static final int LEAST_SIDE = 1 << (WIDTHS.length - 1);

    static void register(Networks.Registry networks) {
        networks.add("unet-encoder", UNetEncoder::new);
    }

    private final Layer features;
    private final Linear classifier;

    private UNetEncoder(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        List<Layer> layers = stages(parameters, input);
        layers.add(FeatureMap.HERE);
        layers.add(Layer.MEAN);
        features = Layer.chain(layers);
        classifier = new Linear(parameters, "classifier", WIDTHS[WIDTHS.length - 1], classes);
    }

    /** Returns the stages: {@code (B, C, H, W) -> (B, 16, H, W) -> ... -> (B, 128, H / 8, W / 8)}. */
    static List<Layer> stages(Parameters parameters, InputShape input) {
        input.atLeast(LEAST_SIDE, "unet");
        List<Layer> stages = new ArrayList<>();
        int channels = input.channels();
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            Layer twice = twice(parameters, NAME + stage, channels, WIDTHS[stage]);
            stages.add(stage == 0 ? twice : Layer.chain(Pooling.MAXPOOLING, twice));
            channels = WIDTHS[stage];
        }
        return stages;
    }

    /** Returns two convolutions of 3 x 3, each normalized and cut at 0. */
    static Layer twice(Parameters parameters, String name, int in, int out) {
        Conv2d.Options options = Conv2d.Options.DEFAULT.withoutBias().heNormal().padding(1);
        return Layer.chain(
                new Conv2d(parameters, name + ".conv1", in, out, 3, options),
                Normalization.BATCHNORM.layer(parameters, name + ".bn1", out),
                Activation.RELU,
                new Conv2d(parameters, name + ".conv2", out, out, 3, options),
                Normalization.BATCHNORM.layer(parameters, name + ".bn2", out),
                Activation.RELU);
    }

    @Override
    public Tensor embed(Tensor x) {
        return features.apply(x);
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return classifier.apply(embedding);
    }
}
