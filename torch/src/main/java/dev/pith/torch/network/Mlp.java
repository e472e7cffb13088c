package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;

/** Three linear layers over the pixels, as in the condensation papers. */
final class Mlp extends Network {
    static void register(Networks.Registry networks) {
        networks.add("mlp", Mlp::new);
    }

    private final Layer features;
    private final Linear classifier;

    private Mlp(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        features = Layer.chain(
                Layer.FLATTEN, // (B, C * H * W)
                new Linear(parameters, "fc_1", input.numbers(), 128),
                Activation.RELU, // (B, 128)
                new Linear(parameters, "fc_2", 128, 128),
                Activation.RELU); // (B, 128)
        classifier = new Linear(parameters, "fc_3", 128, classes);
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
