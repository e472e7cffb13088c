package dev.pith.prune;

import java.util.Arrays;
import java.util.List;

/**
 * InfoBatch: Qin et al., ICLR 2024, arXiv 2303.04947.
 *
 * <p>Soft pruning: of the samples whose last loss lies below the mean of all losses seen, a random part is left out of
 * the epoch; the others of them weigh more to make up for it. Of n such samples,
 * {@code k = max(1, round((1 - ratio) * n))} stay, each with weight n / k, so that the expected weight of every sample
 * is 1 and the weights of an epoch sum to the number of samples. (The published code gives them
 * {@code 1 / (1 - ratio)}, whatever rounding did.) Samples at or above the mean, or never seen, stay at weight 1; so
 * the first epoch is complete. The last epochs prune nothing ({@link PruningSchedule#delta}).
 *
 * <p>A plan takes O(n): no sort, also with tiers.
 */
public final class InfoBatch extends ScoredPruning {
    private static final int MOST_TIERS = 100;

    /** Empty: one tier below the mean. */
    private final List<Tier> tiers;

    private final double[] ratios;
    private final int visitWithin;

    /**
     * Samples of low loss that are pruned alike.
     *
     * @param quantile in (0, 1]: of m samples seen, those are meant whose score is below the one at rank
     *     {@code floor(quantile * m)}, counted from 0; without ties that many
     * @param ratio the share of them that is pruned, in [0, 1)
     */
    public record Tier(double quantile, double ratio) {
        /** Checks the ranges. */
        public Tier {
            if (!(quantile > 0 && quantile <= 1)) {
                throw new IllegalArgumentException("quantile must be in (0, 1], got " + quantile);
            }
            checkRatio(ratio);
        }
    }

    /**
     * Prunes below the mean.
     *
     * @param ratio the share of the samples below the mean that is pruned, in [0, 1); the paper's r, there 0.5
     */
    public InfoBatch(PruningSchedule schedule, double ratio) {
        this(schedule, List.of(), new double[] {checkRatio(ratio)}, 0);
    }

    private InfoBatch(PruningSchedule schedule, List<Tier> tiers, double[] ratios, int visitWithin) {
        super(schedule, visitWithin == 0 ? 1 : 2);
        this.tiers = tiers;
        this.ratios = ratios;
        this.visitWithin = visitWithin;
        if (visitWithin > 0) {
            Arrays.fill(lastVisits(), -1);
        }
    }

    /**
     * Prunes by quantiles in place of the mean, as the published variant for ImageNet does: for example 0.75 below the
     * 20th percentile and 0.5 from there to the 85th.
     *
     * @param tiers by rising quantile; a sample belongs to the first that it is below
     */
    public static InfoBatch tiered(PruningSchedule schedule, List<Tier> tiers) {
        if (tiers.isEmpty() || tiers.size() > MOST_TIERS) {
            throw new IllegalArgumentException("there must be 1 to " + MOST_TIERS + " tiers, got " + tiers.size());
        }
        for (int t = 1; t < tiers.size(); t++) {
            if (tiers.get(t).quantile() <= tiers.get(t - 1).quantile()) {
                throw new IllegalArgumentException("quantiles of tiers must rise, got " + tiers);
            }
        }
        double[] ratios = tiers.stream().mapToDouble(Tier::ratio).toArray();
        return new InfoBatch(schedule, List.copyOf(tiers), ratios, 0);
    }

    /**
     * Returns the same pruning, not yet begun, that draws every sample at least once in any {@code epochs} epochs in a
     * row.
     *
     * <p>A sample for which it is time stays at weight 1, as if its loss were high, and the others of its tier are
     * drawn among themselves. So the expected weight of every sample, given all that was before, is 1 in every epoch as
     * it is without. Four bytes more a sample.
     */
    public InfoBatch visitingWithin(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
        }
        return new InfoBatch(schedule(), tiers, ratios, epochs);
    }

    /** Returns the epoch in which each sample was drawn last, -1 before the first. */
    private float[] lastVisits() {
        return column(1);
    }

    @Override
    public EpochPlan next() {
        EpochPlan plan = super.next();
        if (visitWithin > 0) {
            for (int id : plan.order()) {
                lastVisits()[id] = plan.epoch();
            }
        }
        return plan;
    }

    @Override
    Draw draw(int epoch, double mean) {
        double[] thresholds = thresholds(mean);
        // The group of a sample is the number of thresholds above it: 0 stays, the lowest tier comes last.
        byte[] groups = new byte[schedule().samples()];
        float[] scores = scores();
        for (int id = 0; id < groups.length; id++) {
            int group = 0;
            for (double threshold : thresholds) {
                group += scores[id] < threshold ? 1 : 0;
            }
            groups[id] = (byte) group;
        }
        if (visitWithin > 0) {
            for (int id = 0; id < groups.length; id++) {
                if (epoch - lastVisits()[id] >= visitWithin) {
                    groups[id] = 0;
                }
            }
        }
        int[] keep = Draw.sizes(groups, thresholds.length + 1);
        float[] weights = new float[keep.length];
        weights[0] = 1;
        for (int g = 1; g < keep.length; g++) {
            int size = keep[g];
            if (size > 0) {
                keep[g] = staying(size, ratios[thresholds.length - g]);
                weights[g] = (float) ((double) size / keep[g]);
            }
        }
        return new Draw(groups, keep, weights);
    }

    private double[] thresholds(double mean) {
        if (tiers.isEmpty()) {
            return new double[] {mean};
        }
        int seen = Scores.seen(scores());
        double[] thresholds = new double[tiers.size()];
        for (int t = 0; t < thresholds.length; t++) {
            int rank = Share.floor(tiers.get(t).quantile(), seen);
            thresholds[t] = rank < seen ? Scores.ranked(scores(), rank) : Double.POSITIVE_INFINITY;
        }
        return thresholds;
    }

    @Override
    public String toString() {
        return "InfoBatch[" + (tiers.isEmpty() ? "ratio=" + ratios[0] : "tiers=" + tiers)
                + (visitWithin > 0 ? ", visitingWithin=" + visitWithin : "") + "]";
    }
}
