package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The vision transformer (Dosovitskiy et al., ICLR 2021): an image is cut into square patches, each a token, and a
 * class token before them gathers what the classifier sees. Every image size has its own position embedding, so weights
 * fit one size.
 */
final class VisionTransformer extends Network {
    /** What differs: side of a patch in pixels, numbers per token, blocks, heads. */
    record Options(int patch, int width, int depth, int heads) {}

    private static final double EPSILON = 1e-6;

    /**
     * timm's four sizes with patches of 16 pixels, and one of ours for images of 28 to 64 pixels, where such patches
     * would leave next to no tokens: {@code vit-tiny-patch4} has the tiny one's width and heads, half its depth, and 49
     * to 256 patches.
     */
    static void register(Networks.Registry networks) {
        add(networks, "timm-vit-tiny-patch16-224", new Options(16, 192, 12, 3));
        add(networks, "timm-vit-small-patch16-224", new Options(16, 384, 12, 6));
        add(networks, "timm-vit-base-patch16-224", new Options(16, 768, 12, 12));
        add(networks, "timm-vit-large-patch16-224", new Options(16, 1024, 24, 16));
        add(networks, "vit-tiny-patch4", new Options(4, 192, 6, 3));
    }

    private static void add(Networks.Registry networks, String name, Options options) {
        networks.add(name, (parameters, input, classes) -> new VisionTransformer(parameters, input, classes, options));
    }

    private final Tensor classToken;
    private final Tensor positions;
    private final Conv2d patches;
    private final Layer blocks;
    private final LayerNorm norm;
    private final Linear head;

    VisionTransformer(Parameters parameters, InputShape input, int classes, Options options) {
        super(parameters);
        int patch = options.patch;
        int width = options.width;
        input.multipleOf(patch, "a vision transformer with patches of " + patch + " pixels");
        int tokens = 1 + (input.height() / patch) * (input.width() / patch);
        classToken = parameters.normal("cls_token", 1e-6, 1, 1, width);
        positions = parameters.normal("pos_embed", 0.02, 1, tokens, width);
        Conv2d.Options stride = Conv2d.Options.DEFAULT.stride(patch);
        patches = new Conv2d(parameters, "patch_embed.proj", input.channels(), width, patch, stride);
        List<Layer> blocks = new ArrayList<>();
        for (int i = 0; i < options.depth; i++) {
            if (i == options.depth - 1) { // of what the last block makes, the class token alone is looked at
                blocks.add(FeatureMap.tokens(input.height() / patch, input.width() / patch));
            }
            String name = "blocks." + i;
            blocks.add(new TransformerBlock(
                    parameters,
                    name,
                    width,
                    EPSILON,
                    () -> new Attention(parameters, name + ".attn", width, options.heads)));
        }
        this.blocks = Layer.chain(blocks);
        norm = new LayerNorm(parameters, "norm", width, EPSILON);
        head = Linear.normal(parameters, "head", width, classes);
    }

    @Override
    public Tensor embed(Tensor x) { // (B, C, H, W)
        x = patches.apply(x); // (B, width, H / patch, W / patch)
        x = x.flatten(2, 3).transpose(1, 2); // (B, N, width), tokens row by row
        x = torch.cat(new TensorVector(classToken.expand(x.size(0), -1, -1), x), 1); // (B, 1 + N, width)
        x = blocks.apply(x.add(positions));
        return norm.apply(x.select(1, 0)); // (B, width), of the class token alone
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return head.apply(embedding);
    }
}
