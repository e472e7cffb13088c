package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * VGG (Simonyan and Zisserman 2015, table 1) with one linear layer at the end, as in the condensation papers: instance
 * normalization unless a name ends with {@code -bn}.
 */
final class Vgg extends Network {
    private static final int[] WIDTHS = {64, 128, 256, 512, 512};

    /** {@code vgg11} to {@code vgg19} with the number of convolutions before each pooling. */
    static void register(Networks.Registry networks) {
        add(networks, "vgg11", 1, 1, 2, 2, 2);
        add(networks, "vgg13", 2, 2, 2, 2, 2);
        add(networks, "vgg16", 2, 2, 3, 3, 3);
        add(networks, "vgg19", 2, 2, 4, 4, 4);
    }

    private static void add(Networks.Registry networks, String name, int... depths) {
        networks.add(
                name,
                (parameters, input, classes) ->
                        new Vgg(parameters, input, classes, Normalization.INSTANCENORM, depths));
        networks.add(
                name + "-bn",
                (parameters, input, classes) -> new Vgg(parameters, input, classes, Normalization.BATCHNORM, depths));
    }

    private final Layer features;
    private final Linear classifier;

    private Vgg(Parameters parameters, InputShape input, int classes, Normalization normalization, int... depths) {
        super(parameters);
        input.atLeast(32, "vgg");
        List<Layer> layers = new ArrayList<>(); // checkpoints name them by position
        int channels = input.channels();
        int padding = 1 + input.border();
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            for (int i = 0; i < depths[stage]; i++) { // (B, 64, 32, 32) ... (B, 512, 2, 2)
                Conv2d.Options options = Conv2d.Options.DEFAULT.padding(padding);
                layers.add(new Conv2d(parameters, "features." + layers.size(), channels, WIDTHS[stage], 3, options));
                layers.add(normalization.layer(parameters, "features." + layers.size(), WIDTHS[stage]));
                layers.add(Activation.RELU);
                channels = WIDTHS[stage];
                padding = 1;
            }
            if (stage == WIDTHS.length - 1) {
                layers.add(FeatureMap.bordered(input));
            }
            layers.add(Pooling.MAXPOOLING); // (B, 64, 16, 16) ... (B, 512, 1, 1)
        }
        layers.add(Layer.FLATTEN); // (B, 512)
        features = Layer.chain(layers);
        int height = (input.height() + 2 * input.border()) / 32;
        int width = (input.width() + 2 * input.border()) / 32;
        classifier = new Linear(parameters, "classifier", channels * height * width, classes);
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
