package dev.pith.prune;

/**
 * Dynamic pruning by an upper confidence bound: Raju et al. 2021, arXiv 2111.12621.
 *
 * <p>Every epoch the {@code max(1, round((1 - ratio) * n))} of n samples with the highest
 * {@code average + confidence * variance} of their losses. Both are moving averages in which a new value weighs
 * {@value MovingAverage#MOMENTUM}; the variance is that of {@code (loss - average before)^2} and begins at 0. All
 * weights are 1, so the gradient is biased. What was never seen is never pruned; equal bounds go to the lowest id.
 *
 * <p>The paper chooses anew every few epochs, here every epoch does.
 */
public final class Ucb extends ScoredPruning {
    private final double ratio;
    private final double confidence;

    /**
     * Prunes all but the highest bounds.
     *
     * @param ratio the share of all samples that is pruned, in [0, 1)
     * @param confidence what a variance counts, finite and at least 0; 1 in InfoBatch's published experiments
     */
    public Ucb(PruningSchedule schedule, double ratio, double confidence) {
        super(schedule, 2);
        this.ratio = checkRatio(ratio);
        if (!(confidence >= 0 && confidence < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("confidence must be finite and at least 0, got " + confidence);
        }
        this.confidence = confidence;
    }

    private float[] variances() {
        return column(1);
    }

    @Override
    void learn(int id, float loss) {
        float average = scores()[id];
        if (Float.isNaN(average)) {
            variances()[id] = 0;
        } else {
            float change = loss - average;
            variances()[id] = MovingAverage.next(variances()[id], change * change);
        }
        scores()[id] = MovingAverage.next(average, loss);
    }

    @Override
    Draw draw(int epoch, double mean) {
        int samples = schedule().samples();
        float[] bounds = new float[samples];
        for (int id = 0; id < samples; id++) {
            bounds[id] = (float) (scores()[id] + confidence * variances()[id]);
        }
        byte[] groups = Scores.highest(bounds, staying(samples, ratio));
        return new Draw(groups, new int[] {Draw.sizes(groups, 2)[0], 0}, new float[] {1, 1});
    }

    @Override
    public String toString() {
        return "Ucb[ratio=" + ratio + ", confidence=" + confidence + "]";
    }
}
