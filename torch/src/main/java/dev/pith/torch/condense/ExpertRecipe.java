package dev.pith.torch.condense;

import org.jspecify.annotations.Nullable;

/**
 * How experts are trained: by plain gradient descent on all real images (Cazenavette et al., CVPR 2022, section 3.1).
 *
 * @param network its full name
 * @param epochs how long each is trained, at least 1
 * @param rate the learning rate
 * @param augmentation of each batch; null for none
 * @param flat whether they are led along flat trajectories, as FTD's are
 * @param half whether weights are stored in 16 bits
 * @param seed of everything that is drawn
 */
public record ExpertRecipe(
        String network,
        int epochs,
        double rate,
        @Nullable SiameseAugmentation augmentation,
        boolean flat,
        boolean half,
        long seed) {
    /** Real images of a step. */
    static final int BATCH = 256;

    /** Checks the ranges. */
    public ExpertRecipe {
        if (epochs < 1) {
            throw new IllegalArgumentException("`epochs` must be at least 1, got " + epochs);
        }
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr` must be a positive number, got " + rate);
        }
    }

    /** Returns the bytes of an expert's file, but for its header. */
    public long bytes(long weights) {
        return (epochs + 1L) * weights * (half ? Short.BYTES : Float.BYTES);
    }
}
