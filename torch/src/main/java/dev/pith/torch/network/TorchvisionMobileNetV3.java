package dev.pith.torch.network;

import dev.pith.torch.network.InvertedResidual.Row;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * MobileNetV3 large (Howard et al., ICCV 2019) with the parameter names and the start of torchvision's, without its
 * dropout; {@link MobileNetV3} has the names of timm's.
 */
final class TorchvisionMobileNetV3 extends Network {
    /** What the names of all layers but the classifier's begin with. */
    static final String FEATURES = "features.";

    /** The channels of the last map. */
    static final int CHANNELS = 960;

    private static final int FIRST = 16;
    private static final int EMBEDDED = 1280;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.01;

    /** From this block on the map is not halved any more where the network is for segmentation. */
    private static final int DILATED_FROM = 13;

    private static final Layer HS = torch::hardswish;
    private static final SqueezeExcite.Form SQUEEZE =
            new SqueezeExcite.Form(Activation.RELU, torch::hardsigmoid, ".fc1", ".fc2");

    static void register(Networks.Registry networks) {
        networks.add("torchvision-mobilenet-v3-large", TorchvisionMobileNetV3::new);
    }

    private final Layer features;
    private final Linear hidden;
    private final Linear classifier;

    private TorchvisionMobileNetV3(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        List<Layer> layers = new ArrayList<>(features(parameters, FEATURES, input, false));
        layers.add(FeatureMap.HERE);
        layers.add(Layer.MEAN);
        features = Layer.chain(layers); // (B, 960)
        hidden = Linear.normal(parameters, "classifier.0", 0.01, CHANNELS, EMBEDDED);
        classifier = Linear.normal(parameters, "classifier.3", 0.01, EMBEDDED, classes);
    }

    /**
     * Returns the seventeen layers: {@code (B, C, H, W) -> (B, 960, H / 32, W / 32)}.
     *
     * @param dilated whether the last blocks look through holes in place of halving the map, which then is of 1 / 16
     */
    static List<Layer> features(Parameters parameters, String prefix, InputShape input, boolean dilated) {
        List<Layer> layers = new ArrayList<>();
        layers.add(unit(
                parameters,
                prefix + "0",
                input.channels(),
                FIRST,
                3,
                plain().stride(2).padding(1),
                HS));
        List<Row> rows = MobileNetV3.LARGE.stream().flatMap(List::stream).toList();
        int channels = FIRST;
        for (int i = 0; i < rows.size(); i++) {
            boolean holes = dilated && i + 1 >= DILATED_FROM;
            layers.add(block(parameters, prefix + (i + 1) + ".block.", channels, rows.get(i), holes));
            channels = rows.get(i).out();
        }
        layers.add(unit(parameters, prefix + (rows.size() + 1), channels, CHANNELS, 1, plain(), HS));
        return layers;
    }

    /** Returns an inverted residual: widened, mixed channel by channel, squeezed, narrowed. */
    private static Layer block(Parameters parameters, String name, int in, Row row, boolean holes) {
        List<Layer> layers = new ArrayList<>();
        if (row.expanded() != in) {
            layers.add(unit(parameters, name + layers.size(), in, row.expanded(), 1, plain(), row.activation()));
        }
        int reach = row.kernel() / 2;
        Conv2d.Options depthwise = holes
                ? plain().dilation(2).padding(2 * reach)
                : plain().stride(row.stride()).padding(reach);
        layers.add(unit(
                parameters,
                name + layers.size(),
                row.expanded(),
                row.expanded(),
                row.kernel(),
                depthwise.groups(row.expanded()),
                row.activation()));
        if (row.squeezed() > 0) {
            layers.add(new SqueezeExcite(parameters, name + layers.size(), row.expanded(), row.squeezed(), SQUEEZE));
        }
        layers.add(unit(parameters, name + layers.size(), row.expanded(), row.out(), 1, plain(), Layer.IDENTITY));
        Layer path = Layer.chain(layers);
        boolean shortcut = in == row.out() && row.stride() == 1;
        return shortcut ? x -> path.apply(x).add_(x) : path;
    }

    private static Conv2d.Options plain() {
        return Conv2d.Options.DEFAULT.withoutBias().heNormal();
    }

    private static Layer unit(
            Parameters parameters, String name, int in, int out, int kernel, Conv2d.Options options, Layer activation) {
        return Layer.chain(
                new Conv2d(parameters, name + ".0", in, out, kernel, options),
                new BatchNorm(parameters, name + ".1", out, EPSILON, MOMENTUM),
                activation);
    }

    @Override
    public Tensor embed(Tensor x) {
        return HS.apply(hidden.apply(features.apply(x))); // (B, 1280)
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return classifier.apply(embedding);
    }
}
