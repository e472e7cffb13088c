package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.data.NearestName;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a masked autoencoder is.
 *
 * @param name what it is called, {@code mae-vit-large-patch16} for instance
 * @param patch side of a patch in pixels
 * @param encoder sees the patches that stay
 * @param decoder rebuilds the others
 */
public record AutoencoderSize(String name, int patch, Transformer encoder, Transformer decoder) {
    /** What is trained unless told otherwise: for images of 28 to 64 pixels, 1.0 million parameters. */
    public static final String DEFAULT = "mae-tiny-patch4";

    private static final Transformer PAPERS_DECODER = new Transformer(512, 8, 16);

    /** The three of the paper, and the sizes of ours by the words that precede {@code -patch}. */
    private static final List<AutoencoderSize> PAPERS = List.of(
            new AutoencoderSize("mae-vit-base-patch16", 16, new Transformer(768, 12, 12), PAPERS_DECODER),
            new AutoencoderSize("mae-vit-large-patch16", 16, new Transformer(1024, 24, 16), PAPERS_DECODER),
            new AutoencoderSize("mae-vit-huge-patch14", 14, new Transformer(1280, 32, 16), PAPERS_DECODER));

    private static final List<AutoencoderSize> OURS = List.of(
            new AutoencoderSize("mae-tiny", 0, new Transformer(128, 4, 4), new Transformer(64, 2, 4)),
            new AutoencoderSize("mae-small", 0, new Transformer(192, 6, 6), new Transformer(128, 4, 4)));

    private static final Pattern OF_OURS = Pattern.compile("(mae-tiny|mae-small)-patch([1-9][0-9]?)");

    /**
     * A transformer.
     *
     * @param width numbers per token
     * @param depth blocks
     * @param heads of each block's attention; they divide the width
     */
    public record Transformer(int width, int depth, int heads) {}

    /**
     * Returns the size of a name.
     *
     * @throws PithException when there is none; proposes the nearest
     */
    public static AutoencoderSize of(String name) {
        for (AutoencoderSize size : PAPERS) {
            if (size.name.equals(name)) {
                return size;
            }
        }
        Matcher ours = OF_OURS.matcher(name);
        for (AutoencoderSize size : OURS) {
            if (ours.matches() && size.name.equals(ours.group(1))) {
                return new AutoencoderSize(name, Integer.parseInt(ours.group(2)), size.encoder, size.decoder);
            }
        }
        List<String> names = names();
        String hint = NearestName.of(name, names)
                .map(nearest -> "did you mean '" + nearest + "'? ")
                .orElse("");
        throw new PithException("there is no masked autoencoder called '" + name + "'; " + hint + "There are "
                + String.join(", ", names) + ", and the small ones with other sides of patches");
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        OURS.forEach(size -> names.add(size.name + "-patch4"));
        PAPERS.forEach(size -> names.add(size.name));
        return names;
    }

    /**
     * Returns the size of a checkpoint of somebody else's, by the shapes of its tensors.
     *
     * @throws PithException naming the file when it is not of a masked autoencoder, lacks its decoder, or is of a size
     *     that is not known
     */
    static AutoencoderSize of(StateDict weights) {
        long[] patches = shape(weights, "patch_embed.proj.weight", 4);
        shape(weights, "cls_token", 3);
        if (!weights.tensors().containsKey("mask_token")) {
            throw new PithException(weights.file() + ": is the encoder of a masked autoencoder without its decoder, and"
                    + " only both rebuild images: use a checkpoint with both, such as"
                    + " mae_visualize_vit_large_ganloss.pth or mae_pretrain_vit_base_full.pth");
        }
        long[] decoder = shape(weights, "mask_token", 3);
        Optional<AutoencoderSize> known = PAPERS.stream()
                .filter(size -> size.patch == patches[2]
                        && size.encoder.width == patches[0]
                        && size.encoder.depth == depth(weights, "blocks.")
                        && size.decoder.width == decoder[2]
                        && size.decoder.depth == depth(weights, "decoder_blocks."))
                .findFirst();
        return known.orElseThrow(() -> new PithException(weights.file() + ": is a masked autoencoder of "
                + depth(weights, "blocks.") + " blocks of " + patches[0] + " numbers with patches of " + patches[2]
                + " pixels, which is none of the known sizes ("
                + String.join(", ", PAPERS.stream().map(AutoencoderSize::name).toList())
                + "); it does not say how many heads its attention has"));
    }

    private static long[] shape(StateDict weights, String name, int dimensions) {
        TensorData tensor = weights.tensors().get(name);
        if (tensor == null || tensor.shape().length != dimensions) {
            throw new PithException(weights.file() + ": is not of a masked autoencoder: it lacks " + name
                    + "; make one with pith pretrain-mae SOURCE");
        }
        return tensor.shape();
    }

    private static long depth(StateDict weights, String prefix) {
        return weights.tensors().keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(".norm1.weight"))
                .count();
    }
}
