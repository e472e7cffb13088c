package dev.pith.prune;

import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Random subsets without replacement (RS2: Okanovic et al., ICLR 2024): the samples are shuffled, and each epoch takes
 * the next share of them; when no whole share is left they are shuffled anew. All weights are 1. No loss is asked for,
 * so this is what any other way to spare samples has to beat.
 *
 * <p>Of n samples an epoch sees {@code k = max(1, round((1 - ratio) * n))}. To spare to the end, as published, let the
 * schedule's delta be 1.
 */
public final class RandomSubsets extends ScoredPruning {
    /** Other random numbers than those that shuffle an epoch. */
    private static final long SALT = 0x737562736574L;

    private final double ratio;

    /**
     * Takes a share of the samples at a time.
     *
     * @param ratio the share of all samples that an epoch does not see, in [0, 1)
     */
    public RandomSubsets(PruningSchedule schedule, double ratio) {
        super(schedule, 1);
        this.ratio = checkRatio(ratio);
    }

    @Override
    Draw draw(int epoch, double mean) {
        int samples = schedule().samples();
        int share = staying(samples, ratio);
        int shares = samples / share;
        int pass = epoch / shares;
        int from = epoch % shares * share;
        int[] shuffled = Priority.shuffled(
                IntStream.range(0, samples).toArray(),
                Priority.of(pass, schedule().seed() ^ SALT));
        byte[] groups = new byte[samples];
        Arrays.fill(groups, (byte) 1);
        for (int i = from; i < from + share; i++) {
            groups[shuffled[i]] = 0;
        }
        return new Draw(groups, new int[] {share, 0}, new float[] {1, 1});
    }

    @Override
    public String toString() {
        return "RandomSubsets[ratio=" + ratio + "]";
    }
}
