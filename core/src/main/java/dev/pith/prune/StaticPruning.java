package dev.pith.prune;

import java.util.Arrays;

/**
 * Static pruning: the {@code max(1, round((1 - ratio) * n))} of n samples with the highest scores that were given, the
 * same every epoch, at weight 1.
 *
 * <p>Scores come from {@link Difficulty}, {@link ForgettingEvents} or anywhere else; to keep the easy samples instead,
 * negate them. To prune to the end, as such methods do, let the schedule's delta be 1. Losses change nothing but the
 * mean score that a plan reports.
 */
public final class StaticPruning extends ScoredPruning {
    private final double ratio;
    private final int scoresHash;
    private final byte[] groups;

    /**
     * Prunes all but the highest scores.
     *
     * @param ratio the share of all samples that is pruned, in [0, 1)
     * @param scores one for each sample, the higher the more worth keeping; may be infinite; of equal ones the lowest
     *     ids stay
     */
    public StaticPruning(PruningSchedule schedule, double ratio, float[] scores) {
        super(schedule, 1);
        this.ratio = checkRatio(ratio);
        if (scores.length != schedule.samples()) {
            throw new IllegalArgumentException(schedule.samples() + " samples, but " + scores.length + " scores");
        }
        for (int id = 0; id < scores.length; id++) {
            if (Float.isNaN(scores[id])) {
                throw new IllegalArgumentException("the score of sample " + id + " is NaN");
            }
        }
        this.scoresHash = Arrays.hashCode(scores);
        this.groups = Scores.highest(scores, staying(scores.length, ratio));
    }

    @Override
    Draw draw(int epoch, double mean) {
        return new Draw(groups, new int[] {staying(groups.length, ratio), 0}, new float[] {1, 1});
    }

    @Override
    public String toString() {
        return "StaticPruning[ratio=" + ratio + ", scores=" + Integer.toHexString(scoresHash) + "]";
    }
}
