package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The wide residual network of depth 28 and widening factor 10 (Zagoruyko and Komodakis 2016) without dropout:
 * normalization and ReLU come before each convolution. Parameter names and start are DeepCore's.
 */
final class WideResNet extends Network {
    private static final int BLOCKS_PER_STAGE = (28 - 4) / 6;
    private static final int WIDENING = 10;
    private static final Conv2d.Options CONVOLUTION =
            Conv2d.Options.DEFAULT.withoutBias().heNormal();

    static void register(Networks.Registry networks) {
        networks.add("wide-resnet-28-10", WideResNet::new);
    }

    private final Layer features;
    private final Linear classifier;

    private WideResNet(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        List<Layer> layers = new ArrayList<>();
        layers.add(new Conv2d(parameters, "conv1", input.channels(), 16, 3, CONVOLUTION.padding(1))); // (B, 16, 32, 32)
        int channels = 16;
        for (int stage = 0; stage < 3; stage++) { // (B, 160, 32, 32), (B, 320, 16, 16), (B, 640, 8, 8)
            int width = WIDENING * (16 << stage);
            for (int i = 0; i < BLOCKS_PER_STAGE; i++) {
                String name = "block" + (stage + 1) + ".layer." + i;
                layers.add(new Block(parameters, name, channels, width, i == 0 && stage > 0 ? 2 : 1));
                channels = width;
            }
        }
        layers.add(Normalization.BATCHNORM.layer(parameters, "bn1", channels));
        layers.add(Activation.RELU);
        layers.add(FeatureMap.HERE);
        layers.add(Layer.MEAN); // (B, 640)
        features = Layer.chain(layers);
        classifier = Linear.uniform(parameters, "fc", 1 / Math.sqrt(channels), channels, classes);
    }

    private static final class Block implements Layer {
        private final Layer first; // shared by path and shortcut where the width changes
        private final Layer rest;
        private final @Nullable Layer shortcut; // null where the width stays

        Block(Parameters parameters, String name, int in, int out, int stride) {
            first = Layer.chain(Normalization.BATCHNORM.layer(parameters, name + ".bn1", in), Activation.RELU);
            rest = Layer.chain(
                    new Conv2d(
                            parameters,
                            name + ".conv1",
                            in,
                            out,
                            3,
                            CONVOLUTION.padding(1).stride(stride)),
                    Normalization.BATCHNORM.layer(parameters, name + ".bn2", out),
                    Activation.RELU,
                    new Conv2d(parameters, name + ".conv2", out, out, 3, CONVOLUTION.padding(1)));
            shortcut = in == out
                    ? null
                    : new Conv2d(parameters, name + ".convShortcut", in, out, 1, CONVOLUTION.stride(stride));
        }

        @Override
        public Tensor apply(Tensor x) { // (B, in, H, W)
            try (Tensor y = first.apply(x)) {
                Tensor z = rest.apply(y); // (B, out, H / stride, W / stride)
                if (shortcut == null) {
                    z.add_(x);
                } else {
                    try (Tensor narrow = shortcut.apply(y)) {
                        z.add_(narrow);
                    }
                }
                return z;
            }
        }
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
