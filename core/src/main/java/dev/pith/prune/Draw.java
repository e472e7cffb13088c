package dev.pith.prune;

import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How one epoch draws: every sample is in a group, and of each group some stay, at random, at one weight.
 *
 * @param groups the group of each sample
 * @param keep how many of each group stay
 * @param weights the weight of those that stay
 */
record Draw(byte[] groups, int[] keep, float[] weights) {
    /** Returns the draw of everything at weight 1. */
    static Draw everything(int samples) {
        return new Draw(new byte[samples], new int[] {samples}, new float[] {1});
    }

    /** Returns how many samples are in each group. */
    static int[] sizes(byte[] groups, int count) {
        int[] sizes = new int[count];
        for (byte group : groups) {
            sizes[group]++;
        }
        return sizes;
    }

    /** Returns the plan; its randomness follows from seed and epoch. O(n) in time and memory. */
    EpochPlan plan(int epoch, long seed, double meanScore) {
        SplittableRandom random = new SplittableRandom(Priority.of(epoch, seed));
        int[] sizes = sizes(groups, keep.length);
        int[] ids = byGroup(sizes);
        int kept = 0;
        int start = 0;
        for (int g = 0; g < keep.length; g++) {
            if (keep[g] < sizes[g]) {
                bringForward(ids, start, sizes[g], keep[g], random);
            }
            System.arraycopy(ids, start, ids, kept, keep[g]);
            kept += keep[g];
            start += sizes[g];
        }
        int[] order = Arrays.copyOf(ids, kept);
        bringForward(order, 0, kept, kept, random);
        float[] orderWeights = new float[kept];
        for (int p = 0; p < kept; p++) {
            orderWeights[p] = weights[groups[order[p]]];
        }
        return new EpochPlan(epoch, order, orderWeights, groups.length, meanScore);
    }

    /** Returns all ids, group by group. */
    private int[] byGroup(int[] sizes) {
        int[] next = new int[sizes.length];
        for (int g = 1; g < next.length; g++) {
            next[g] = next[g - 1] + sizes[g - 1];
        }
        int[] ids = new int[groups.length];
        for (int id = 0; id < ids.length; id++) {
            ids[next[groups[id]]++] = id;
        }
        return ids;
    }

    /**
     * Puts {@code count} of the {@code size} ids from {@code start} on in front, each selection and order of them as
     * likely as any other: Fisher and Yates's shuffle, ended early. A bounded random number is the high half of a
     * product; its bias, below 2^-32, cannot be seen.
     */
    private static void bringForward(int[] ids, int start, int size, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            int other = start + i + (int) Math.multiplyHigh(random.nextLong() >>> 1, 2L * (size - i));
            int id = ids[other];
            ids[other] = ids[start + i];
            ids[start + i] = id;
        }
    }
}
