package dev.pith.check;

import java.util.Arrays;

/**
 * How far a value lies from what is usual, in robust standard deviations: {@code (x - median) / (1.4826 mad)} with the
 * median of the absolute deviations, which for normal values is the standard score and which a few strange values do
 * not change.
 *
 * @param median of the values
 * @param deviation 1.4826 times the median absolute deviation; 0 where half of the values are equal
 */
public record Spread(double median, double deviation) {
    private static final double NORMAL = 1.4826; // 1 / the 75th percentile of the standard normal

    /**
     * Measures values.
     *
     * @param values NaN for what has none
     */
    public static Spread of(double[] values) {
        double[] known =
                Arrays.stream(values).filter(x -> !Double.isNaN(x)).sorted().toArray();
        double median = median(known);
        double[] deviations =
                Arrays.stream(known).map(x -> Math.abs(x - median)).sorted().toArray();
        return new Spread(median, NORMAL * median(deviations));
    }

    private static double median(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Returns the robust standard score of a value; 0 where nothing differs, and for NaN. */
    public double score(double value) {
        return deviation > 0 && !Double.isNaN(value) ? (value - median) / deviation : 0;
    }
}
