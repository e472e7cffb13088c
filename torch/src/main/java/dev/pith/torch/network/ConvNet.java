package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/**
 * The network of the condensation papers (Zhao et al., ICLR 2021, after Gidaris and Komodakis 2018): depth times convolution,
 * normalization, activation, pooling. Grey images of 28 pixels get a border of 2 more in the first layer, so that they are
 * halved as those of 32.
 */
final class ConvNet extends Network {
    /** What can be chosen. The papers: width 128, depth 3, instance normalization, ReLU, average pooling. */
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

    /** {@code convnet} and its variants, each with one choice other than the papers'. */
    static void register(Networks.Registry networks) {
        Options standard = Options.DEFAULT;
        add(networks, "convnet", standard);
        for (int width : new int[] {32, 64, 256}) {
            add(networks, "convnet-width" + width, standard.width(width));
        }
        for (int depth : new int[] {1, 2, 4}) {
            add(networks, "convnet-depth" + depth, standard.depth(depth));
        }
        for (Activation activation : Activation.values()) {
            add(networks, "convnet-" + activation.name().toLowerCase(Locale.ROOT), standard.activation(activation));
        }
        for (Normalization normalization : Normalization.values()) {
            String name = "convnet-" + normalization.name().toLowerCase(Locale.ROOT);
            add(networks, name, standard.normalization(normalization));
        }
        for (Pooling pooling : Pooling.values()) {
            add(networks, "convnet-pool-" + pooling.name().toLowerCase(Locale.ROOT), standard.pooling(pooling));
        }
    }

    private static void add(Networks.Registry networks, String name, Options options) {
        networks.add(name, (parameters, input, classes) -> new ConvNet(parameters, input, classes, options));
    }

    private record Block(Conv2d convolution, Layer normalization) {}

    private final Options options;
    private final List<Block> blocks = new ArrayList<>();
    private final Linear classifier;

    ConvNet(Parameters parameters, InputShape input, int classes, Options options) {
        super(parameters);
        this.options = options;
        int channels = input.channels();
        int border = channels == 1 && input.height() == 28 ? 3 : 1;
        int height = input.height() + 2 * (border - 1);
        int width = input.width() + 2 * (border - 1);
        int index = 0; // positions in the sequence that checkpoints name their layers by
        for (int i = 0; i < options.depth; i++) {
            Conv2d convolution = new Conv2d(
                    parameters,
                    "features." + index,
                    channels,
                    options.width,
                    3,
                    Conv2d.Options.DEFAULT.padding(i == 0 ? border : 1));
            index++;
            Layer normalization =
                    options.normalization.layer(parameters, "features." + index, options.width, height, width);
            index += options.normalization == Normalization.NONE ? 1 : 2; // activations count too
            blocks.add(new Block(convolution, normalization));
            channels = options.width;
            height = options.pooling.side(height);
            width = options.pooling.side(width);
            index += options.pooling == Pooling.NONE ? 0 : 1;
        }
        classifier = new Linear(parameters, "classifier", channels * height * width, classes);
    }

    @Override
    public Tensor embed(Tensor x) { // (B, C, H, W)
        for (Block block : blocks) {
            x = block.convolution.apply(x); // (B, width, h, w)
            x = block.normalization.apply(x);
            x = options.activation.apply(x);
            x = options.pooling.apply(x); // (B, width, h / 2, w / 2)
        }
        return x.flatten(1, -1); // (B, width * h * w)
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return classifier.apply(embedding);
    }
}
