package dev.pith.torch.train;

import dev.pith.random.Priority;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.PatchOrder;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Rebuilding patches that are not seen, drawn at random for each image and epoch (He et al., CVPR 2022, section 3).
 *
 * @param maskRatio the share of the patches that is not seen, in (0, 1); at least one is seen, and one not
 * @param normalized whether pixels are rebuilt less the mean of their patch, by their standard deviation
 * @param seed decides, with epoch and image, which patches are seen
 */
public record Reconstruction(MaskedAutoencoder autoencoder, double maskRatio, boolean normalized, long seed)
        implements Task {
    private static final long OF_MASKS = 0x6d61736b73L; // other random numbers than those of augmentation

    /** Checks the range. */
    public Reconstruction {
        if (!(maskRatio > 0 && maskRatio < 1)) {
            throw new IllegalArgumentException("the mask ratio must be in (0, 1), got " + maskRatio);
        }
    }

    /** Returns how many patches of an image are seen. */
    public int kept() {
        int patches = autoencoder.patches();
        return Math.max(1, Math.min(patches - 1, (int) (patches * (1 - maskRatio))));
    }

    @Override
    public Parameters parameters() {
        return autoencoder.parameters();
    }

    @Override
    public Losses losses(Batch batch, int epoch) {
        Tensor x = batch.tensor();
        long epochSeed = Priority.of(epoch, seed ^ OF_MASKS);
        long[] seeds = IntStream.range(0, batch.size())
                .mapToLong(i -> batch.seed(i, epochSeed))
                .toArray();
        Tensor order = PatchOrder.random(autoencoder.patches(), seeds).tensor();
        return (from, count) ->
                autoencoder.losses(x.narrow(0, from, count), order.narrow(0, from, count), kept(), normalized);
    }
}
