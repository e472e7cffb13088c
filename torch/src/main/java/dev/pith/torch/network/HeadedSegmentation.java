package dev.pith.torch.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Torchvision's networks of a backbone, whose last stages look through holes in place of halving the map, and a head on
 * its last map. Parameter names are torchvision's.
 */
final class HeadedSegmentation extends SegmentationNetwork {
    private static final String BACKBONE = "backbone.";
    private static final int RESNET_CHANNELS = 2048;

    static void register(Networks.Registry networks) {
        networks.add("fcn_resnet50", resNet50(SegmentationHeads::fcn));
        networks.add("deeplabv3_resnet50", resNet50(SegmentationHeads::deepLab));
        networks.add("deeplabv3_mobilenet_v3_large", (parameters, input, classes) -> {
            Layer features = Layer.chain(TorchvisionMobileNetV3.features(parameters, BACKBONE, input, true));
            Layer head = SegmentationHeads.deepLab(parameters, TorchvisionMobileNetV3.CHANNELS, classes);
            return new HeadedSegmentation(
                    parameters, new Prefix(BACKBONE, TorchvisionMobileNetV3.FEATURES), features, head);
        });
    }

    private interface Head {
        Layer of(Parameters parameters, int in, int classes);
    }

    private static Networks.Maker resNet50(Head head) {
        return (parameters, input, classes) -> {
            Layer features = TorchvisionResNet.features(parameters, BACKBONE, input, Residual.Depth.RESNET50, true);
            Layer scores = head.of(parameters, RESNET_CHANNELS, classes);
            return new HeadedSegmentation(parameters, new Prefix(BACKBONE, ""), features, scores);
        };
    }

    private final Layer features;
    private final Layer head;

    private HeadedSegmentation(Parameters parameters, Prefix backbone, Layer features, Layer head) {
        super(parameters, backbone);
        this.features = features;
        this.head = head;
    }

    @Override
    List<Tensor> maps(Tensor x) {
        return List.of(features.apply(x)); // (B, channels, H / 8, W / 8), of MobileNet H / 16, W / 16
    }

    @Override
    Tensor scores(List<Tensor> maps) {
        return head.apply(maps.get(0));
    }
}
