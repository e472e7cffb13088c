package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;

/** LeNet-5 (LeCun et al. 1998) with ReLU and maximum pooling, as in the condensation papers. */
final class LeNet extends Network {
    static void register(Networks.Registry networks) {
        networks.add("lenet", LeNet::new);
    }

    private final Layer features;
    private final Linear classifier;

    private LeNet(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        input.atLeast(16, "lenet");
        Conv2d.Options plain = Conv2d.Options.DEFAULT;
        int border = input.border();
        int height = side(input.height() + 2 * border);
        int width = side(input.width() + 2 * border);
        features = Layer.chain( // shapes for 32 pixels, or 28 with their border
                new Conv2d(parameters, "features.0", input.channels(), 6, 5, plain.padding(border)),
                Activation.RELU, // (B, 6, 28, 28)
                Pooling.MAXPOOLING, // (B, 6, 14, 14)
                new Conv2d(parameters, "features.3", 6, 16, 5, plain),
                Activation.RELU, // (B, 16, 10, 10)
                FeatureMap.bordered(input),
                Pooling.MAXPOOLING, // (B, 16, 5, 5)
                Layer.FLATTEN, // (B, 400)
                new Linear(parameters, "fc_1", 16 * height * width, 120),
                Activation.RELU, // (B, 120)
                new Linear(parameters, "fc_2", 120, 84),
                Activation.RELU); // (B, 84)
        classifier = new Linear(parameters, "fc_3", 84, classes);
    }

    /** Returns what two convolutions of 5 pixels, each followed by pooling, leave of a side. */
    private static int side(int pixels) {
        return ((pixels - 4) / 2 - 4) / 2;
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
