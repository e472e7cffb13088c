package dev.pith.prune;

import dev.pith.PithException;
import org.jspecify.annotations.Nullable;

/**
 * Any pruning of samples that do not count alike, as those of a selection with weights: its plans, with every weight
 * times that of the sample. Weights are scaled to a mean of 1, so that a step is as long as without them. Scores are
 * learned from losses before weighting, as always.
 */
public final class WeightedSamples implements EpochPruning {
    private final EpochPruning pruning;
    private final float[] weights;
    private @Nullable EpochPlan plan;

    /**
     * Weights the samples of a pruning.
     *
     * @param pruning not used otherwise from then on
     * @param weights one per sample, 0 or more
     * @throws PithException when a weight is negative or no number, or all are 0
     */
    public WeightedSamples(EpochPruning pruning, float[] weights) {
        if (weights.length != pruning.schedule().samples()) {
            throw new IllegalArgumentException("there must be one weight per sample ("
                    + pruning.schedule().samples() + "), got " + weights.length);
        }
        double sum = 0;
        for (int id = 0; id < weights.length; id++) {
            if (!(weights[id] >= 0 && weights[id] < Float.POSITIVE_INFINITY)) {
                throw new PithException("the weight of sample " + id + " is " + weights[id]
                        + ": weights to train by are finite and not negative");
            }
            sum += weights[id];
        }
        if (sum == 0) {
            throw new PithException("all weights are 0: nothing would be learned");
        }
        this.pruning = pruning;
        this.weights = new float[weights.length];
        for (int id = 0; id < weights.length; id++) {
            this.weights[id] = (float) (weights[id] * (weights.length / sum));
        }
    }

    private EpochPlan weighted(EpochPlan plan) {
        float[] products = new float[plan.size()];
        for (int p = 0; p < products.length; p++) {
            products[p] = plan.weights()[p] * weights[plan.order()[p]];
        }
        return new EpochPlan(plan.epoch(), plan.order(), products, plan.samples(), plan.meanScore());
    }

    @Override
    public PruningSchedule schedule() {
        return pruning.schedule();
    }

    @Override
    public EpochPlan next() {
        plan = weighted(pruning.next());
        return plan;
    }

    @Override
    public EpochPlan plan() {
        if (plan == null) {
            plan = weighted(pruning.plan());
        }
        return plan;
    }

    @Override
    public void update(int[] ids, int from, int count, float[] losses) {
        pruning.update(ids, from, count, losses);
    }

    /** Returns the state of the pruning. The weights are the caller's to keep the same. */
    @Override
    public byte[] save() {
        return pruning.save();
    }

    @Override
    public void restore(byte[] state) {
        pruning.restore(state);
        plan = null;
    }
}
