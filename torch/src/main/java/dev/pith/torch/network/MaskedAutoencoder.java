package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The masked autoencoder (He et al., CVPR 2022, arXiv 2111.06377, section 3): a vision transformer sees some patches of
 * an image, and a smaller one rebuilds the pixels of the others from what it made of them. Parameter names are those of
 * the authors' checkpoints.
 *
 * <p>Which patches are seen is said by an order: int64 {@code (B, L)}, of each image the positions of all its L
 * patches, row by row, those that stay first. Owns its parameters until it is closed; for one thread at a time.
 */
public final class MaskedAutoencoder implements AutoCloseable {
    private static final double EPSILON = 1e-6;

    private final Parameters parameters;
    private final InputShape input;
    private final int patch;
    private final Conv2d patches;
    private final Tensor classToken;
    private final Tensor positions;
    private final Layer encoder;
    private final LayerNorm norm;
    private final Linear bridge;
    private final Tensor maskToken;
    private final Tensor decoderPositions;
    private final Layer decoder;
    private final LayerNorm decoderNorm;
    private final Linear pixels;

    /**
     * Makes one.
     *
     * @throws dev.pith.PithException when the sides of the images are no multiples of the patch
     */
    MaskedAutoencoder(Parameters parameters, InputShape input, AutoencoderSize size) {
        this.parameters = parameters;
        this.input = input;
        patch = size.patch();
        input.multipleOf(patch, size.name());
        int rows = input.height() / patch;
        int columns = input.width() / patch;
        int width = size.encoder().width();
        int decoderWidth = size.decoder().width();
        classToken = parameters.normal("cls_token", 0.02, 1, 1, width);
        positions = parameters.fixed(
                "pos_embed", SinePositions.of(width, rows, columns), 1, 1 + (long) rows * columns, width);
        maskToken = parameters.normal("mask_token", 0.02, 1, 1, decoderWidth);
        decoderPositions = parameters.fixed(
                "decoder_pos_embed",
                SinePositions.of(decoderWidth, rows, columns),
                1,
                1 + (long) rows * columns,
                decoderWidth);
        patches = new Conv2d(
                parameters,
                "patch_embed.proj",
                input.channels(),
                width,
                patch,
                Conv2d.Options.DEFAULT.stride(patch).normal());
        encoder = blocks("blocks", size.encoder());
        norm = new LayerNorm(parameters, "norm", width, EPSILON);
        bridge = Linear.normal(parameters, "decoder_embed", width, decoderWidth);
        decoder = blocks("decoder_blocks", size.decoder());
        decoderNorm = new LayerNorm(parameters, "decoder_norm", decoderWidth, EPSILON);
        pixels = Linear.normal(parameters, "decoder_pred", decoderWidth, patch * patch * input.channels());
    }

    private Layer blocks(String name, AutoencoderSize.Transformer size) {
        List<Layer> blocks = new ArrayList<>();
        for (int i = 0; i < size.depth(); i++) {
            String block = name + "." + i;
            blocks.add(new TransformerBlock(
                    parameters,
                    block,
                    size.width(),
                    EPSILON,
                    () -> new Attention(parameters, block + ".attn", size.width(), size.heads())));
        }
        return Layer.chain(blocks);
    }

    /** Returns the named tensors. */
    public Parameters parameters() {
        return parameters;
    }

    /** Returns the images it takes. */
    public InputShape input() {
        return input;
    }

    /** Returns the width of an embedding. */
    int width() {
        return Math.toIntExact(classToken.size(2));
    }

    /** Returns the side of a patch in pixels. */
    public int patch() {
        return patch;
    }

    /** Returns L, the number of patches of an image. */
    public int patches() {
        return (input.height() / patch) * (input.width() / patch);
    }

    /**
     * Returns what the encoder makes of the patches that stay: {@code (B, C, H, W) -> (B, 1 + kept, width)}, a token of
     * the whole first.
     *
     * @param order see above
     */
    public Tensor encode(Tensor x, Tensor order, int kept) {
        Tensor tokens = patches.apply(x).flatten(2, 3).transpose(1, 2).add(positions.narrow(1, 1, patches()));
        Tensor whole = classToken.add(positions.narrow(1, 0, 1)).expand(x.size(0), -1, -1);
        tokens = torch.cat(new TensorVector(whole, rows(tokens, order.narrow(1, 0, kept))), 1);
        return norm.apply(encoder.apply(tokens));
    }

    /**
     * Returns what the encoder makes of whole images, the mean over their patches: {@code (B, C, H, W) -> (B, width)}.
     */
    public Tensor embed(Tensor x) {
        boolean[][] all = new boolean[Math.toIntExact(x.size(0))][patches()];
        for (boolean[] ofImage : all) {
            Arrays.fill(ofImage, true);
        }
        Tensor tokens = encode(x, PatchOrder.of(all).tensor(), patches());
        return tokens.narrow(1, 1, patches()).mean(1);
    }

    /**
     * Returns the pixels of all patches as the decoder rebuilds them, those that stay too:
     * {@code (B, 1 + kept, width) -> (B, L, patch * patch * C)}; a patch is its pixels row by row, channels
     * side by side.
     */
    public Tensor decode(Tensor latent, Tensor order) {
        long kept = latent.size(1) - 1;
        Tensor tokens = bridge.apply(latent); // (B, 1 + kept, decoder width)
        Tensor masks = maskToken.expand(latent.size(0), patches() - kept, -1);
        Tensor inOrder = torch.cat(new TensorVector(tokens.narrow(1, 1, kept), masks), 1);
        Tensor inPlace = rows(inOrder, order.argsort());
        tokens = torch.cat(new TensorVector(tokens.narrow(1, 0, 1), inPlace), 1).add(decoderPositions);
        tokens = decoderNorm.apply(decoder.apply(tokens));
        return pixels.apply(tokens.narrow(1, 1, patches()));
    }

    /** Cuts images into patches: {@code (B, C, H, W) -> (B, L, patch * patch * C)}, as {@link #decode} gives them. */
    public Tensor cut(Tensor x) {
        return x.unflatten(3, -1, patch) // (B, C, H, W / patch, patch)
                .unflatten(2, -1, patch) // (B, C, H / patch, patch, W / patch, patch)
                .permute(0, 2, 4, 3, 5, 1) // (B, H / patch, W / patch, patch, patch, C)
                .flatten(3, 5)
                .flatten(1, 2);
    }

    /** Puts patches together to images, the reverse of {@link #cut}. */
    public Tensor join(Tensor patches) {
        return patches.unflatten(2, patch, patch, -1) // (B, L, patch, patch, C)
                .unflatten(1, input.height() / patch, -1) // (B, H / patch, W / patch, patch, patch, C)
                .permute(0, 5, 1, 3, 2, 4) // (B, C, H / patch, patch, W / patch, patch)
                .flatten(4, 5)
                .flatten(2, 3);
    }

    /**
     * Returns the loss of each image {@code (B)}: the mean squared error over the pixels of the patches that
     * are not seen.
     *
     * @param kept how many patches of each image are seen, fewer than L
     * @param normalized whether the target is each patch's pixels less their mean, by their standard
     *     deviation (section 4.1)
     */
    public Tensor losses(Tensor x, Tensor order, int kept, boolean normalized) {
        Tensor removed = order.narrow(1, kept, patches() - (long) kept);
        Tensor target = rows(cut(x), removed);
        if (normalized) {
            target = normalized(target);
        }
        Tensor rebuilt = rows(decode(encode(x, order, kept), order), removed);
        return rebuilt.sub(target).square().mean(1, 2);
    }

    /** Returns each patch's pixels less their mean, by their standard deviation (of the sample). */
    Tensor normalized(Tensor patches) {
        Tensor mean = patches.mean(new long[] {-1}, true, new ScalarTypeOptional());
        Tensor variance = patches.var(new long[] {-1}, true, true);
        return patches.sub(mean).div(variance.add(new Scalar(EPSILON)).sqrt());
    }

    /** Returns rows of each matrix: {@code (B, N, D), (B, K) -> (B, K, D)}. */
    private static Tensor rows(Tensor matrices, Tensor places) {
        return matrices.gather(1, places.unsqueeze(-1).expand(-1, -1, matrices.size(2)));
    }

    @Override
    public void close() {
        parameters.close();
    }
}
