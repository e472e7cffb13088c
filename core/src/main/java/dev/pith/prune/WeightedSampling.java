package dev.pith.prune;

import dev.pith.PithException;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Weighted sampling by a score, the older rival of pruning: every epoch draws as many samples as there are, with
 * replacement, each with a probability proportional to its score, at weight 1. Losses change nothing. A sample may come
 * several times in an epoch, and not at all.
 */
public final class WeightedSampling implements EpochPruning {
    private final PruningSchedule schedule;
    private final float[] scores;
    private final double[] upTo; // the sum of the scores of samples 0 to id
    private @Nullable EpochPlan plan;

    /**
     * Samples by scores in all epochs, whatever delta the schedule has.
     *
     * @param scores one per sample, 0 or more; not copied
     * @throws PithException when a score is negative or no number, or all are 0
     */
    public WeightedSampling(PruningSchedule schedule, float[] scores) {
        if (scores.length != schedule.samples()) {
            throw new IllegalArgumentException(
                    "there must be one score per sample (" + schedule.samples() + "), got " + scores.length);
        }
        this.schedule = schedule;
        this.scores = scores;
        upTo = new double[scores.length];
        double sum = 0;
        for (int id = 0; id < scores.length; id++) {
            if (!(scores[id] >= 0 && scores[id] < Float.POSITIVE_INFINITY)) {
                throw new PithException("the score of sample " + id + " is " + scores[id]
                        + ": scores to sample by are finite and not negative");
            }
            sum += scores[id];
            upTo[id] = sum;
        }
        if (sum == 0) {
            throw new PithException("all scores are 0: samples of score 0 are never drawn");
        }
    }

    @Override
    public PruningSchedule schedule() {
        return schedule;
    }

    @Override
    public EpochPlan next() {
        int epoch = plan == null ? 0 : plan.epoch() + 1;
        if (epoch == schedule.epochs()) {
            throw new IllegalStateException("all " + epoch + " epochs are over");
        }
        plan = draw(epoch);
        return plan;
    }

    private EpochPlan draw(int epoch) {
        SplittableRandom random = new SplittableRandom(Priority.of(epoch, schedule.seed()));
        int[] order = new int[upTo.length];
        for (int p = 0; p < order.length; p++) {
            double target = random.nextDouble() * upTo[upTo.length - 1];
            order[p] = firstAbove(target);
        }
        float[] weights = new float[order.length];
        Arrays.fill(weights, 1);
        return new EpochPlan(epoch, order, weights, order.length, Double.NaN);
    }

    /** Returns the first sample up to which the scores sum to more; its own score is then not 0. */
    private int firstAbove(double target) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public EpochPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("no epoch has begun: call next() first");
        }
        return plan;
    }

    @Override
    public void update(int[] ids, int from, int count, float[] losses) {
        // Scores are given.
    }

    @Override
    public byte[] save() {
        return new PruningState(configuration(), new float[][] {scores}, plan).toBytes();
    }

    @Override
    public void restore(byte[] state) {
        PruningState saved = PruningState.of(state, configuration(), 1, scores.length);
        if (!Arrays.equals(saved.columns()[0], scores)) {
            throw new PithException("the state is of sampling by other scores: go on with those it was saved with");
        }
        plan = saved.plan();
    }

    private String configuration() {
        return "WeightedSampling, " + schedule;
    }
}
