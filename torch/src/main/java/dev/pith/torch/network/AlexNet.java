package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** AlexNet (Krizhevsky et al. 2012) cut down to small images, as in the condensation papers. */
final class AlexNet extends Network {
    static void register(Networks.Registry networks) {
        networks.add(
                "alexnet", (parameters, input, classes) -> new AlexNet(parameters, input, classes, Normalization.NONE));
        networks.add(
                "alexnet-bn",
                (parameters, input, classes) -> new AlexNet(parameters, input, classes, Normalization.BATCHNORM));
    }

    private final List<Layer> layers = new ArrayList<>(); // checkpoints name them by position
    private final Layer features;
    private final Linear classifier;

    private AlexNet(Parameters parameters, InputShape input, int classes, Normalization normalization) {
        super(parameters);
        input.atLeast(8, "alexnet");
        int border = input.border();
        convolution(normalization, input.channels(), 128, 5, 2 + border); // (B, 128, 32, 32) for 32 pixels
        layers.add(Pooling.MAXPOOLING); // (B, 128, 16, 16)
        convolution(normalization, 128, 192, 5, 2); // (B, 192, 16, 16)
        layers.add(Pooling.MAXPOOLING); // (B, 192, 8, 8)
        convolution(normalization, 192, 256, 3, 1); // (B, 256, 8, 8)
        convolution(normalization, 256, 192, 3, 1); // (B, 192, 8, 8)
        convolution(normalization, 192, 192, 3, 1); // (B, 192, 8, 8)
        layers.add(FeatureMap.bordered(input));
        layers.add(Pooling.MAXPOOLING); // (B, 192, 4, 4)
        layers.add(Layer.FLATTEN); // (B, 3072)
        features = Layer.chain(layers);
        int height = (input.height() + 2 * border) / 8;
        int width = (input.width() + 2 * border) / 8;
        classifier = new Linear(parameters, "fc", 192 * height * width, classes);
    }

    private void convolution(Normalization normalization, int in, int out, int kernel, int padding) {
        Conv2d.Options options = Conv2d.Options.DEFAULT.padding(padding);
        layers.add(new Conv2d(parameters(), "features." + layers.size(), in, out, kernel, options));
        if (normalization != Normalization.NONE) {
            layers.add(normalization.layer(parameters(), "features." + layers.size(), out));
        }
        layers.add(Activation.RELU);
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
