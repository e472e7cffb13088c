package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The network of the condensation papers (Zhao et al., ICLR 2021, after Gidaris and Komodakis 2018): depth times
 * convolution, normalization, activation, pooling. What differs from theirs is said by the
 * name, see {@link ConvNetName}.
 */
final class ConvNet extends Network {
    /** What can be chosen. The papers: width 128, depth 3, ReLU, instance normalization, average pooling. */
    record Options(int width, int depth, Activation activation, Normalization normalization, Pooling pooling) {
        static final Options DEFAULT =
                new Options(128, 3, Activation.RELU, Normalization.INSTANCENORM, Pooling.AVGPOOLING);

        Options width(int value) {
            return new Options(value, depth, activation, normalization, pooling);
        }

        Options depth(int value) {
            return new Options(width, value, activation, normalization, pooling);
        }

        Options activation(Activation value) {
            return new Options(width, depth, value, normalization, pooling);
        }

        Options normalization(Normalization value) {
            return new Options(width, depth, activation, value, pooling);
        }

        Options pooling(Pooling value) {
            return new Options(width, depth, activation, normalization, value);
        }
    }

    private final Layer features;
    private final Linear classifier;

    ConvNet(Parameters parameters, InputShape input, int classes, Options options) {
        super(parameters);
        // each pooling halves; a map of one pixel has no instance normalization
        input.atLeast(options.pooling == Pooling.NONE ? 2 : 1 << options.depth, "a convnet of depth " + options.depth);
        List<Layer> layers = new ArrayList<>(); // checkpoints name them by position
        int channels = input.channels();
        int height = input.height() + 2 * input.border();
        int width = input.width() + 2 * input.border();
        for (int i = 0; i < options.depth; i++) { // (B, width, 32, 32), (B, width, 16, 16), (B, width, 8, 8)
            Conv2d.Options padding = Conv2d.Options.DEFAULT.padding(i == 0 ? 1 + input.border() : 1);
            layers.add(new Conv2d(parameters, "features." + layers.size(), channels, options.width, 3, padding));
            channels = options.width;
            if (options.normalization != Normalization.NONE) {
                String name = "features." + layers.size();
                layers.add(options.normalization.layer(parameters, name, channels, height, width));
            }
            layers.add(options.activation);
            if (i == options.depth - 1) {
                layers.add(FeatureMap.bordered(input));
            }
            if (options.pooling != Pooling.NONE) {
                layers.add(options.pooling); // (B, width, 16, 16), (B, width, 8, 8), (B, width, 4, 4)
                height /= 2;
                width /= 2;
            }
        }
        layers.add(Layer.FLATTEN); // (B, width * 4 * 4)
        features = Layer.chain(layers);
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
