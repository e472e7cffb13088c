package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.WindowAttention.Side;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The Swin transformer (Liu et al., ICCV 2021), the tiny one: attention within windows of 7 x 7 tokens, shifted in
 * every other block; four tokens are merged into one before stages 2 to 4. Weights of one image size fit another unless
 * a map there is smaller than a window (sides below 224 pixels).
 */
final class Swin extends Network {
    private static final int PATCH = 4;
    private static final int WINDOW = 7;
    private static final int[] DEPTHS = {2, 2, 6, 2};
    private static final double EPSILON = 1e-5;

    static void register(Networks.Registry networks) {
        networks.add("timm-swin-tiny-patch4-window7-224", Swin::new);
    }

    private final Conv2d patches;
    private final Layer features;
    private final Linear head;

    private Swin(Parameters parameters, InputShape input, int classes) {
        super(parameters);
        input.multipleOf(32, "a Swin transformer");
        int channels = 96;
        int heads = 3;
        int height = input.height() / PATCH;
        int width = input.width() / PATCH;
        Conv2d.Options stride = Conv2d.Options.DEFAULT.stride(PATCH);
        patches = new Conv2d(parameters, "patch_embed.proj", input.channels(), channels, PATCH, stride);
        List<Layer> layers = new ArrayList<>();
        layers.add(new LayerNorm(parameters, "patch_embed.norm", channels, EPSILON)); // (B, 56, 56, 96)
        for (int stage = 0; stage < DEPTHS.length; stage++) {
            String name = "layers." + stage;
            if (stage > 0) {
                layers.add(merging(parameters, name + ".downsample", channels));
                channels *= 2; // (B, 28, 28, 192), (B, 14, 14, 384), (B, 7, 7, 768)
                heads *= 2;
                height /= 2;
                width /= 2;
            }
            for (int i = 0; i < DEPTHS[stage]; i++) {
                boolean shifted = i % 2 == 1;
                Side vertical = Side.of(height, WINDOW, shifted);
                Side horizontal = Side.of(width, WINDOW, shifted);
                layers.add(block(parameters, name + ".blocks." + i, channels, heads, vertical, horizontal));
            }
        }
        layers.add(new LayerNorm(parameters, "norm", channels, EPSILON));
        layers.add(FeatureMap.CHANNELS_LAST);
        layers.add(x -> x.mean(1, 2)); // (B, 768)
        features = Layer.chain(layers);
        head = Linear.normal(parameters, "head.fc", channels, classes);
    }

    private static Layer block(
            Parameters parameters, String name, int channels, int heads, Side vertical, Side horizontal) {
        return new TransformerBlock(
                parameters,
                name,
                channels,
                EPSILON,
                () -> new WindowAttention(parameters, name + ".attn", channels, heads, vertical, horizontal));
    }

    /** Makes one token of twice the channels of every 2 x 2. */
    private static Layer merging(Parameters parameters, String name, int channels) {
        int in = 4 * channels;
        int out = 2 * channels;
        LayerNorm norm = new LayerNorm(parameters, name + ".norm", in, EPSILON);
        Tensor reduction = parameters.normal(name + ".reduction.weight", 0.02, out, in);
        return x -> Tensors.tidy(
                () -> { // (B, H, W, C)
                    Tensor fours = x.unflatten(2, -1, 2)
                            .unflatten(1, -1, 2) // (B, H / 2, 2, W / 2, 2, C)
                            .permute(0, 1, 3, 4, 2, 5) // column before row within a four
                            .flatten(3, 5); // (B, H / 2, W / 2, 4 C)
                    return torch.linear(norm.apply(fours), reduction); // (B, H / 2, W / 2, 2 C)
                });
    }

    @Override
    public Tensor embed(Tensor x) { // (B, C, H, W)
        x = patches.apply(x); // (B, 96, 56, 56)
        return features.apply(x.permute(0, 2, 3, 1)); // (B, 768)
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return head.apply(embedding);
    }
}
