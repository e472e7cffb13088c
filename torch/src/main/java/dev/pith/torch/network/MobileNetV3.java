package dev.pith.torch.network;

import dev.pith.torch.network.InvertedResidual.Row;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** MobileNetV3 (Howard et al., ICCV 2019), large and small, with the parameter names and the start of timm's. */
final class MobileNetV3 extends Network {
    private static final Layer RE = Activation.RELU;
    private static final Layer HS = torch::hardswish;
    private static final SqueezeExcite.Form FORM = new SqueezeExcite.Form(RE, torch::hardsigmoid);

    /** Table 1: kernel, expanded, out, squeeze and excitation (a quarter, to whole eights), activation, stride. */
    static final List<List<Row>> LARGE = List.of(
            List.of(new Row(3, 16, 16, 0, RE, 1)),
            List.of(new Row(3, 64, 24, 0, RE, 2), new Row(3, 72, 24, 0, RE, 1)),
            List.of(new Row(5, 72, 40, 24, RE, 2), new Row(5, 120, 40, 32, RE, 1), new Row(5, 120, 40, 32, RE, 1)),
            List.of(
                    new Row(3, 240, 80, 0, HS, 2),
                    new Row(3, 200, 80, 0, HS, 1),
                    new Row(3, 184, 80, 0, HS, 1),
                    new Row(3, 184, 80, 0, HS, 1)),
            List.of(new Row(3, 480, 112, 120, HS, 1), new Row(3, 672, 112, 168, HS, 1)),
            List.of(
                    new Row(5, 672, 160, 168, HS, 2),
                    new Row(5, 960, 160, 240, HS, 1),
                    new Row(5, 960, 160, 240, HS, 1)));

    /** Table 2. */
    private static final List<List<Row>> SMALL = List.of(
            List.of(new Row(3, 16, 16, 8, RE, 2)),
            List.of(new Row(3, 72, 24, 0, RE, 2), new Row(3, 88, 24, 0, RE, 1)),
            List.of(new Row(5, 96, 40, 24, HS, 2), new Row(5, 240, 40, 64, HS, 1), new Row(5, 240, 40, 64, HS, 1)),
            List.of(new Row(5, 120, 48, 32, HS, 1), new Row(5, 144, 48, 40, HS, 1)),
            List.of(new Row(5, 288, 96, 72, HS, 2), new Row(5, 576, 96, 144, HS, 1), new Row(5, 576, 96, 144, HS, 1)));

    static void register(Networks.Registry networks) {
        networks.add(
                "timm-mobilenetv3-large-100",
                (parameters, input, classes) -> new MobileNetV3(parameters, input, classes, LARGE, 1280));
        networks.add(
                "timm-mobilenetv3-small-100",
                (parameters, input, classes) -> new MobileNetV3(parameters, input, classes, SMALL, 1024));
    }

    private final Layer features;
    private final Linear classifier;

    private MobileNetV3(Parameters parameters, InputShape input, int classes, List<List<Row>> stages, int embedded) {
        super(parameters);
        List<Row> last = stages.get(stages.size() - 1);
        int narrow = last.get(last.size() - 1).out();
        int wide = last.get(last.size() - 1).expanded();
        String name = "blocks." + stages.size() + ".0";
        features = Layer.chain(
                InvertedResidual.convolution(parameters, "conv_stem", input.channels(), 16, 3, 2, 1),
                InvertedResidual.normalization(parameters, "bn1", 16),
                HS, // (B, 16, 112, 112)
                InvertedResidual.stages(parameters, 16, stages, FORM), // (B, narrow, 7, 7)
                InvertedResidual.convolution(parameters, name + ".conv", narrow, wide, 1, 1, 1),
                InvertedResidual.normalization(parameters, name + ".bn1", wide),
                HS, // (B, wide, 7, 7)
                FeatureMap.HERE,
                x -> torch.adaptive_avg_pool2d(x, 1, 1), // (B, wide, 1, 1)
                new Conv2d(parameters, "conv_head", wide, embedded, 1, Conv2d.Options.DEFAULT.heNormal()),
                HS,
                Layer.FLATTEN); // (B, embedded)
        classifier = Linear.uniform(parameters, "classifier", 1 / Math.sqrt(classes), embedded, classes);
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
