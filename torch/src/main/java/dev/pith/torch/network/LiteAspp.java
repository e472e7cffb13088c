package dev.pith.torch.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The lite reduced atrous pyramid on MobileNetV3 (Howard et al., ICCV 2019, section 6.4 and figure 10), with the
 * parameter names of torchvision's {@code lraspp_mobilenet_v3_large}.
 */
final class LiteAspp extends SegmentationNetwork {
    private static final int WIDTH = 128;
    private static final String BACKBONE = "backbone.";

    /** After which of the layers the head looks at the fine map, and its channels. */
    private static final int LOW = 4;

    private static final int LOW_CHANNELS = 40;

    static void register(Networks.Registry networks) {
        networks.add("lraspp_mobilenet_v3_large", LiteAspp::new);
    }

    private final Layer fine;
    private final Layer coarse;
    private final Layer values;
    private final Layer gate;
    private final Layer ofFine;
    private final Layer ofCoarse;

    private LiteAspp(Parameters parameters, InputShape input, int classes) {
        super(parameters, new Prefix(BACKBONE, TorchvisionMobileNetV3.FEATURES));
        int channels = TorchvisionMobileNetV3.CHANNELS;
        Conv2d.Options plain = Conv2d.Options.DEFAULT.withoutBias();
        List<Layer> features = TorchvisionMobileNetV3.features(parameters, BACKBONE, input, true);
        fine = Layer.chain(features.subList(0, LOW + 1));
        coarse = Layer.chain(features.subList(LOW + 1, features.size()));
        values = Layer.chain(
                new Conv2d(parameters, "classifier.cbr.0", channels, WIDTH, 1, plain),
                Normalization.BATCHNORM.layer(parameters, "classifier.cbr.1", WIDTH),
                Activation.RELU);
        gate = Layer.chain(
                x -> torch.adaptive_avg_pool2d(x, 1, 1),
                new Conv2d(parameters, "classifier.scale.1", channels, WIDTH, 1, plain),
                Activation.SIGMOID);
        ofFine = new Conv2d(parameters, "classifier.low_classifier", LOW_CHANNELS, classes, 1, Conv2d.Options.DEFAULT);
        ofCoarse = new Conv2d(parameters, "classifier.high_classifier", WIDTH, classes, 1, Conv2d.Options.DEFAULT);
    }

    @Override
    List<Tensor> maps(Tensor x) {
        Tensor low = fine.apply(x); // (B, 40, H / 8, W / 8)
        return List.of(low, coarse.apply(low)); // (B, 960, H / 16, W / 16)
    }

    @Override
    Tensor scores(List<Tensor> maps) {
        Tensor low = maps.get(0);
        Tensor high = maps.get(1);
        Tensor gated = values.apply(high).mul(gate.apply(high)); // (B, 128, H / 16, W / 16)
        return ofFine.apply(low).add(ofCoarse.apply(resized(gated, low)));
    }
}
