package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Residual networks (He et al. 2016) for images of about 224 pixels, with the parameter names and the
 * start of torchvision's.
 */
final class TorchvisionResNet extends Network {
    private static final Residual.Form FORM = new Residual.Form(Normalization.BATCHNORM, "downsample", false, true);

    static void register(Networks.Registry networks) {
        for (Residual.Depth depth : Residual.Depth.ALL) {
            networks.add(
                    "torchvision-" + depth.networkName(),
                    (parameters, input, classes) -> new TorchvisionResNet(parameters, input, classes, depth));
        }
    }

    private final Layer features;
    private final Linear classifier;

    private TorchvisionResNet(Parameters parameters, InputShape input, int classes, Residual.Depth depth) {
        super(parameters);
        features = Layer.chain(
                features(parameters, "", input, depth, false), // (B, channels, 7, 7)
                FeatureMap.HERE,
                Layer.MEAN); // (B, channels)
        classifier = new Linear(parameters, "fc", depth.channels(512), classes);
    }

    /**
     * Returns all layers before the mean: {@code (B, C, H, W) -> (B, channels, H / 32, W / 32)}.
     *
     * @param dilated see {@link Residual#stages(Parameters, String, Residual.Depth, Residual.Form, boolean)}; the map
     *     is then of an eighth of the sides
     */
    static Layer features(
            Parameters parameters, String prefix, InputShape input, Residual.Depth depth, boolean dilated) {
        Conv2d.Options first = FORM.convolution().stride(2).padding(3);
        return Layer.chain(
                new Conv2d(parameters, prefix + "conv1", input.channels(), 64, 7, first),
                FORM.normalization().layer(parameters, prefix + "bn1", 64),
                Activation.RELU, // (B, 64, 112, 112)
                TorchvisionResNet::pool, // (B, 64, 56, 56)
                Residual.stages(parameters, prefix, depth, FORM, dilated)); // (B, channels, 7, 7)
    }

    private static Tensor pool(Tensor x) {
        return torch.max_pool2d(x, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
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
