package dev.pith.prune;

/**
 * Random dynamic pruning, which any other pruning is to be compared with: every epoch a random part of the samples,
 * whatever their losses.
 *
 * <p>Of n samples {@code k = max(1, round((1 - ratio) * n))} are drawn with weight n / k, so that the expected weight
 * of every sample is 1. (Qin et al. compare with a form at weight 1, which differs by a constant step size.)
 */
public final class RandomPruning extends ScoredPruning {
    private final double ratio;

    /**
     * Prunes at random.
     *
     * @param ratio the share of all samples that is pruned, in [0, 1)
     */
    public RandomPruning(PruningSchedule schedule, double ratio) {
        super(schedule, 1);
        this.ratio = checkRatio(ratio);
    }

    @Override
    Draw draw(int epoch, double mean) {
        int samples = schedule().samples();
        int keep = staying(samples, ratio);
        return new Draw(new byte[samples], new int[] {keep}, new float[] {(float) ((double) samples / keep)});
    }

    @Override
    public String toString() {
        return "RandomPruning[ratio=" + ratio + "]";
    }
}
