package dev.pith.torch.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well the order of some numbers is that of others: Spearman's rank correlation. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * Returns the correlation of the ranks, from -1 to 1; equal numbers share the mean of their ranks. NaN for fewer
     * than two pairs, and where all numbers of a side are equal.
     *
     * @param b as long as {@code a}
     */
    public static double of(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("b must be as long as a, " + a.length + ", got " + b.length);
        }
        double[] ranksA = ranks(a);
        double[] ranksB = ranks(b);
        double mean = (a.length - 1) / 2.0;
        double products = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            products += (ranksA[i] - mean) * (ranksB[i] - mean);
            squaresA += (ranksA[i] - mean) * (ranksA[i] - mean);
            squaresB += (ranksB[i] - mean) * (ranksB[i] - mean);
        }
        return products / Math.sqrt(squaresA * squaresB); // 0 / 0 where a side does not order anything
    }

    private static double[] ranks(double... values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double shared = (from + to - 1) / 2.0;
            Arrays.stream(order, from, to).forEach(i -> ranks[i] = shared);
            from = to;
        }
        return ranks;
    }
}
