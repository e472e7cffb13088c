package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;

/**
 * Residual networks (He et al. 2016) for images of about 32 pixels, as in the condensation papers: no pooling at the
 * start. {@code -in}: instance normalization. {@code -ap-bn}: average pooling in place of strides, none at the end.
 */
final class ResNet extends Network {
    static void register(Networks.Registry networks) {
        for (Residual.Depth depth : Residual.Depth.ALL) {
            String name = depth.networkName();
            add(networks, name + "-in", depth, Normalization.INSTANCENORM, false);
            add(networks, name + "-bn", depth, Normalization.BATCHNORM, false);
            add(networks, name + "-ap-bn", depth, Normalization.BATCHNORM, true);
        }
    }

    private static void add(
            Networks.Registry networks,
            String name,
            Residual.Depth depth,
            Normalization normalization,
            boolean pooled) {
        Residual.Form form = new Residual.Form(normalization, "shortcut", pooled, false);
        networks.add(name, (parameters, input, classes) -> new ResNet(parameters, input, classes, depth, form));
    }

    private final Layer features;
    private final Linear classifier;

    private ResNet(Parameters parameters, InputShape input, int classes, Residual.Depth depth, Residual.Form form) {
        super(parameters);
        if (form.pooled()) {
            input.atLeast(8, "a resnet with average pooling");
        } else if (form.normalization() == Normalization.INSTANCENORM) {
            input.atLeast(9, "a resnet with instance normalization"); // a map of one pixel would become 0
        }
        int channels = depth.channels(512);
        features = Layer.chain(
                new Conv2d(
                        parameters,
                        "conv1",
                        input.channels(),
                        64,
                        3,
                        form.convolution().padding(1)),
                form.normalization().layer(parameters, "bn1", 64),
                Activation.RELU, // (B, 64, 32, 32)
                Residual.stages(parameters, depth, form), // (B, channels, 4, 4)
                FeatureMap.HERE,
                form.pooled() ? Layer.FLATTEN : Layer.MEAN); // (B, 16 * channels) or (B, channels)
        int embedded = form.pooled() ? channels * (input.height() / 8) * (input.width() / 8) : channels;
        classifier = new Linear(parameters, "classifier", embedded, classes);
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
