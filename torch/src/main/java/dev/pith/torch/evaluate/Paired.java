package dev.pith.torch.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of paired differences and how far it can be trusted.
 *
 * @param mean of the differences
 * @param standardError of the mean; NaN for one group
 * @param interval the half-width of its 95 % confidence interval by Student's t; NaN for one group
 */
public record Paired(double mean, double standardError, double interval) {
    /** Where nothing is compared. */
    public static final Paired NONE = new Paired(Double.NaN, Double.NaN, Double.NaN);

    /** Two-sided 5 % points of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] T = {
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
        2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
        2.0452, 2.0423
    };

    /** The two-sided 5 % point of the normal distribution. */
    private static final double Z = 1.959964;

    /**
     * Returns the mean of differences, each between two trainings of one seed.
     *
     * <p>Differences that one network's word lies behind are no independent evidence: with several networks each counts
     * once, by the mean of its differences. With one, each seed counts, and the interval says nothing of
     * other networks' words.
     *
     * @param differences by seed
     * @param groups how many networks selected; difference s belongs to group {@code s mod groups}
     */
    public static Paired of(double[] differences, int groups) {
        double[] independent = groups < 2 ? differences : means(differences, groups);
        int n = independent.length;
        double mean = Arrays.stream(independent).average().orElse(Double.NaN);
        double squares =
                Arrays.stream(independent).map(x -> (x - mean) * (x - mean)).sum();
        double error = Math.sqrt(squares / (n - 1) / n); // 0 / 0 of one
        return new Paired(Arrays.stream(differences).average().orElse(Double.NaN), error, t(n - 1) * error);
    }

    /**
     * Returns by how much the accuracy of trainings is above that of others, seed by seed.
     *
     * @param others as many, by the same seeds
     */
    public static Paired of(List<Outcome> outcomes, List<Outcome> others, int groups) {
        double[] differences = IntStream.range(0, outcomes.size())
                .mapToDouble(s -> outcomes.get(s).accuracy() - others.get(s).accuracy())
                .toArray();
        return of(differences, groups);
    }

    private static double[] means(double[] differences, int groups) {
        int used = Math.min(groups, differences.length);
        double[] sums = new double[used];
        int[] counts = new int[used];
        for (int s = 0; s < differences.length; s++) {
            sums[s % groups] += differences[s];
            counts[s % groups]++;
        }
        for (int g = 0; g < used; g++) {
            sums[g] /= counts[g];
        }
        return sums;
    }

    /**
     * Returns the two-sided 5 % point; beyond the table by Fisher's expansion in 1 / degrees, good to
     * four digits there.
     */
    static double t(int degrees) {
        if (degrees < 1) {
            return Double.NaN;
        }
        return degrees <= T.length
                ? T[degrees - 1]
                : Z
                        + (Z * Z * Z + Z) / (4.0 * degrees)
                        + (5 * Math.pow(Z, 5) + 16 * Math.pow(Z, 3) + 3 * Z) / (96.0 * degrees * degrees);
    }
}
