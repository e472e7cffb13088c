package dev.pith.quantize;

import java.util.Arrays;

/** How many samples of each class go to each bin: {@code sizes[c][k]} for class c and bin k. */
public final class BinSizes {
    private BinSizes() {}

    /**
     * Returns sizes that differ by at most one per class and by at most one in total: a class of n_c gives every bin
     * {@code floor(n_c / bins)}, and its extras go one each to the next bins around the circle, going on where the
     * class before stopped.
     *
     * @throws IllegalArgumentException when there are more bins than samples, or fewer than one bin
     */
    public static int[][] balanced(int[] classSizes, int bins) {
        check(classSizes, bins);
        int[][] sizes = new int[classSizes.length][bins];
        int next = 0;
        for (int c = 0; c < classSizes.length; c++) {
            Arrays.fill(sizes[c], classSizes[c] / bins);
            for (int extra = classSizes[c] % bins; extra > 0; extra--) {
                sizes[c][next]++;
                next = (next + 1) % bins;
            }
        }
        return sizes;
    }

    /**
     * Returns the sizes of the published code for images: each bin but the last asks for round(n / bins) samples as a
     * fraction of those left, every class gives that fraction of what it has left, both rounded half to even; the last
     * bin takes the rest.
     *
     * <p>Rounding class by class makes bins unequal, by up to half a sample per class.
     *
     * @throws IllegalArgumentException when there are more bins than samples, or fewer than one bin
     */
    public static int[][] publishedForVision(int[] classSizes, int bins) {
        check(classSizes, bins);
        int[] remaining = classSizes.clone();
        int total = Arrays.stream(classSizes).sum();
        double wanted = Math.rint((double) total / bins);
        int[][] sizes = new int[classSizes.length][bins];
        for (int k = 0; k < bins; k++) {
            double fraction = total == 0 ? 0 : wanted / total;
            for (int c = 0; c < remaining.length; c++) {
                int size =
                        k == bins - 1 ? remaining[c] : (int) Math.min(remaining[c], Math.rint(fraction * remaining[c]));
                sizes[c][k] = size;
            }
            for (int c = 0; c < remaining.length; c++) {
                remaining[c] -= sizes[c][k];
                total -= sizes[c][k];
            }
        }
        return sizes;
    }

    /**
     * Returns the sizes of the published code for instruction data: floor(n / bins) in every bin; the rest of each
     * class is in none.
     *
     * @throws IllegalArgumentException when there are more bins than samples, or fewer than one bin
     */
    public static int[][] publishedForLanguage(int[] classSizes, int bins) {
        check(classSizes, bins);
        int[][] sizes = new int[classSizes.length][bins];
        for (int c = 0; c < classSizes.length; c++) {
            Arrays.fill(sizes[c], classSizes[c] / bins);
        }
        return sizes;
    }

    private static void check(int[] classSizes, int bins) {
        int samples = Arrays.stream(classSizes).sum();
        if (samples == 0) {
            throw new IllegalArgumentException("there are no samples to put into bins");
        }
        if (bins < 1 || bins > samples) {
            throw new IllegalArgumentException(
                    "bins must be in [1, " + samples + "], the number of samples, got " + bins);
        }
    }
}
