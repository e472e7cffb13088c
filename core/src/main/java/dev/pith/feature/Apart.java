package dev.pith.feature;

import dev.pith.run.Progress;
import java.util.Arrays;

/**
 * Goes through samples in an order and keeps those that are not too near to any kept before: a sample is compared with
 * what is kept, not with what is dropped, so that chains of small changes do not swallow each other. Products in
 * float32 say which pairs are worth a look, with their error as margin; the cosine in double decides.
 */
public final class Apart {
    /** Samples whose similarities to all those kept before are computed at once. */
    private static final int BLOCK = 128;

    private Apart() {}

    /** Returns the bytes that {@link #of} takes for n samples: a block's similarities to all kept ones, and ids. */
    public static long bytes(long n) {
        return n * (BLOCK * Float.BYTES + 4 * Integer.BYTES);
    }

    /**
     * Returns of each sample in the order a kept one whose cosine with it is at least {@code threshold}, or itself when
     * it is kept; of ids that ascend the lowest such one. Work: n * n * d / 2 at most.
     *
     * @param order ids, each once, none of them all zero; those after the last that is wanted are not looked at
     * @param sure how many, from the first on, are kept however near they are
     * @param most how many are kept at most, those that are sure not counted
     * @param threshold in (-1, 1]
     * @return as many ids as were looked at
     */
    public static int[] of(Features features, int[] order, int sure, int most, double threshold, Progress progress) {
        int[] kept = new int[order.length];
        int[] nearest = new int[order.length];
        int count = 0;
        int looked = 0;
        while (looked < order.length && (looked < sure || count - sure < most)) {
            int[] block = Arrays.copyOfRange(order, looked, Math.min(order.length, looked + BLOCK));
            int[] before = Arrays.copyOf(kept, count);
            Arrays.sort(before); // as products want rows
            float[][] products = new float[block.length][count];
            if (count > 0) {
                features.approximateDots(before, block, products);
            }
            for (int b = 0; b < block.length && (looked < sure || count - sure < most); b++, looked++) {
                int repeated = looked < sure ? -1 : firstNear(features, block[b], before, products[b], threshold);
                for (int k = before.length; looked >= sure && repeated < 0 && k < count; k++) { // of this block
                    repeated = cosine(features, block[b], kept[k]) >= threshold ? kept[k] : -1;
                }
                if (repeated < 0) {
                    kept[count++] = block[b];
                }
                nearest[looked] = repeated < 0 ? block[b] : repeated;
            }
            progress.onStep(looked, order.length);
        }
        return Arrays.copyOf(nearest, looked);
    }

    private static int firstNear(Features features, int id, int[] others, float[] products, double threshold) {
        double norm = Math.sqrt(features.squaredNorm(id));
        for (int k = 0; k < others.length; k++) {
            double other = Math.sqrt(features.squaredNorm(others[k]));
            boolean surelyFar = Math.abs(products[k]) <= Float.MAX_VALUE // else it tells nothing
                    && products[k] + Float32.error(features, 1, norm, other) < threshold * norm * other;
            if (!surelyFar && cosine(features, id, others[k]) >= threshold) {
                return others[k];
            }
        }
        return -1;
    }

    /** Returns the cosine of two samples. */
    public static double cosine(Features features, int i, int j) {
        return features.dot(i, j) / Math.sqrt(features.squaredNorm(i) * features.squaredNorm(j));
    }
}
