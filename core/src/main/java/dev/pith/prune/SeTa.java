package dev.pith.prune;

import java.util.Arrays;

/**
 * SeTa (Zhou et al., CVPR 2025): samples are put into groups by their last loss, and an epoch sees a window of
 * neighbouring groups, which slides from the easy to the hard end, a group an epoch, and begins anew. Of the groups in
 * the window a random share is left out. All weights are 1.
 *
 * <p>Where this differs from the published code: groups hold equal numbers of samples (there: k-means of one number,
 * which needs many passes and makes groups of any size); what was never seen is never left out, so the first epoch is
 * whole (there: such samples have a loss of 3); the epochs after the schedule's delta see everything (there:
 * a random share).
 */
public final class SeTa extends ScoredPruning {
    private static final int MOST_GROUPS = 100;

    private final int groups;
    private final int window;
    private final double ratio;

    /**
     * Slides a window over groups.
     *
     * @param groups how many, 1 to 100; published 5
     * @param window how many of them an epoch sees, from 1; published 4
     * @param ratio the random share left out of those, in [0, 1)
     */
    public SeTa(PruningSchedule schedule, int groups, int window, double ratio) {
        super(schedule, 1);
        if (groups < 1 || groups > MOST_GROUPS) {
            throw new IllegalArgumentException("groups must be in [1, " + MOST_GROUPS + "], got " + groups);
        }
        if (window < 1 || window > groups) {
            throw new IllegalArgumentException("window must be in [1, " + groups + "], got " + window);
        }
        this.groups = groups;
        this.window = window;
        this.ratio = checkRatio(ratio);
    }

    /** Never seen samples make up the first group and stay, the window the second, what is outside the last. */
    @Override
    Draw draw(int epoch, double mean) {
        float[] scores = scores();
        int first = Math.floorMod(epoch - 1, groups - window + 1); // epoch 1 is the first that has losses
        byte[] places = new byte[scores.length];
        long[] ranked = ranked(scores);
        for (int rank = 0; rank < ranked.length; rank++) {
            int group = (int) ((long) rank * groups / ranked.length);
            places[(int) ranked[rank]] = (byte) (group >= first && group < first + window ? 1 : 2);
        }
        int[] keep = Draw.sizes(places, 3);
        keep[1] = keep[1] == 0 ? 0 : staying(keep[1], ratio);
        if (keep[0] + keep[1] == 0) {
            return Draw.everything(scores.length); // fewer samples than groups
        }
        keep[2] = 0;
        return new Draw(places, keep, new float[] {1, 1, 1});
    }

    /** Returns the ids of what was seen, by score and id, in the lower halves. */
    private static long[] ranked(float[] scores) {
        long[] keys = new long[Scores.seen(scores)];
        int count = 0;
        for (int id = 0; id < scores.length; id++) {
            if (!Float.isNaN(scores[id])) {
                keys[count++] = (long) (Scores.key(scores[id]) ^ Integer.MIN_VALUE) << 32 | id;
            }
        }
        Arrays.sort(keys);
        return keys;
    }

    @Override
    public String toString() {
        return "SeTa[groups=" + groups + ", window=" + window + ", ratio=" + ratio + "]";
    }
}
