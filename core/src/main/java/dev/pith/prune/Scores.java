package dev.pith.prune;

import java.util.Arrays;

/** What is asked of all scores at once, in O(n) without sorting. NaN marks a sample that was never seen. */
final class Scores {
    private static final int HALF = 1 << 16;

    private Scores() {}

    /** Returns the mean over the samples seen, summed in double in id order; NaN when there are none. */
    static double mean(float[] scores) {
        double sum = 0;
        int seen = 0;
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                sum += score;
                seen++;
            }
        }
        return sum / seen;
    }

    /** Returns how many samples were seen. */
    static int seen(float[] scores) {
        int seen = 0;
        for (float score : scores) {
            seen += Float.isNaN(score) ? 0 : 1;
        }
        return seen;
    }

    /**
     * Returns the score at {@code rank}, from 0 for the lowest, among the samples seen: a count by the upper half of
     * the bits finds the bucket, a count by the lower half the score in it.
     */
    static float ranked(float[] scores, int rank) {
        int[] counts = new int[HALF];
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                counts[key(score) >>> 16]++;
            }
        }
        int remaining = rank;
        int high = 0;
        while (remaining >= counts[high]) {
            remaining -= counts[high++];
        }
        Arrays.fill(counts, 0);
        for (float score : scores) {
            if (!Float.isNaN(score) && key(score) >>> 16 == high) {
                counts[key(score) & (HALF - 1)]++;
            }
        }
        int low = 0;
        while (remaining >= counts[low]) {
            remaining -= counts[low++];
        }
        int key = high << 16 | low;
        return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
    }

    /** Returns bits that are ordered, without sign, as the numbers are; both zeros have the same. */
    static int key(float value) {
        int bits = Float.floatToRawIntBits(value + 0.0f);
        return bits ^ (bits >> 31 | Integer.MIN_VALUE);
    }

    /**
     * Returns 0 for the samples to keep and 1 for the others. Kept are all that were never seen, and of the others
     * those with the highest scores (of equal ones those with the lowest ids), so that {@code count} are kept, or more
     * if more were never seen.
     */
    static byte[] highest(float[] scores, int count) {
        byte[] groups = new byte[scores.length];
        int seen = seen(scores);
        int wanted = Math.max(0, count - (scores.length - seen));
        float threshold = wanted == 0 ? Float.POSITIVE_INFINITY : ranked(scores, seen - wanted);
        int ties = wanted;
        for (float score : scores) {
            ties -= score > threshold ? 1 : 0;
        }
        for (int id = 0; id < scores.length; id++) {
            boolean tied = scores[id] == threshold;
            if (scores[id] < threshold || (tied && ties <= 0)) {
                groups[id] = 1;
            } else if (tied) {
                ties--;
            }
        }
        return groups;
    }
}
