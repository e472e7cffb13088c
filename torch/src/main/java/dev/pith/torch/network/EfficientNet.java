package dev.pith.torch.network;

import dev.pith.torch.network.InvertedResidual.Row;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** EfficientNet-B0 (Tan and Le, ICML 2019) with the parameter names and the start of timm's. */
final class EfficientNet extends Network {
    private static final SqueezeExcite.Form FORM = new SqueezeExcite.Form(Activation.SWISH, torch::sigmoid);

    static void register(Networks.Registry networks) {
        networks.add("timm-efficientnet-b0", EfficientNet::new);
    }

    private final Layer features;
    private final Linear classifier;

    private EfficientNet(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        List<List<Row>> table = List.of( // table 1
                stage(1, 3, 1, 32, 16, 1), // (B, 16, 112, 112)
                stage(2, 3, 6, 16, 24, 2), // (B, 24, 56, 56)
                stage(2, 5, 6, 24, 40, 2), // (B, 40, 28, 28)
                stage(3, 3, 6, 40, 80, 2), // (B, 80, 14, 14)
                stage(3, 5, 6, 80, 112, 1), // (B, 112, 14, 14)
                stage(4, 5, 6, 112, 192, 2), // (B, 192, 7, 7)
                stage(1, 3, 6, 192, 320, 1)); // (B, 320, 7, 7)
        features = Layer.chain(
                InvertedResidual.convolution(parameters, "conv_stem", input.channels(), 32, 3, 2, 1),
                InvertedResidual.normalization(parameters, "bn1", 32),
                Activation.SWISH, // (B, 32, 112, 112)
                InvertedResidual.stages(parameters, 32, table, FORM),
                InvertedResidual.convolution(parameters, "conv_head", 320, 1280, 1, 1, 1),
                InvertedResidual.normalization(parameters, "bn2", 1280),
                Activation.SWISH, // (B, 1280, 7, 7)
                FeatureMap.HERE,
                Layer.MEAN); // (B, 1280)
        classifier = Linear.uniform(parameters, "classifier", 1 / Math.sqrt(classes), 1280, classes);
    }

    /**
     * Returns a stage: its first block strides and changes the channels; a quarter of what enters a block is squeezed.
     */
    private static List<Row> stage(int blocks, int kernel, int expansion, int in, int out, int stride) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(kernel, expansion * in, out, in / 4, Activation.SWISH, stride));
        for (int i = 1; i < blocks; i++) {
            rows.add(new Row(kernel, expansion * out, out, out / 4, Activation.SWISH, 1));
        }
        return rows;
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
