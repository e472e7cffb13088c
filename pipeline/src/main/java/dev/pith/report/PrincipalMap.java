package dev.pith.report;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.Arrays;

/**
 * A flat map of the samples: their coordinates along the two directions in which they vary most (principal component
 * analysis).
 *
 * <p>The directions come from at most {@value #BASE_ROWS} drawn samples; which samples the map shows is drawn, too,
 * where there are more than are wanted. Rows are taken as the similarity sees them, of unit length for cosine.
 *
 * @param ids the samples shown
 * @param x first coordinate of each
 * @param y second coordinate of each
 * @param explained the part of the base rows' variance that lies along the two directions, from 0 to 1
 */
public record PrincipalMap(int[] ids, double[] x, double[] y, double explained) {
    static final int BASE_ROWS = 1_000;
    static final int POINTS_AT_MOST = 10_000;

    /** Numbers read while points are projected; rows of a million numbers get a sparser map instead of a long wait. */
    private static final long WORK = 8_000_000_000L;

    /** Maps as many samples as a page has points for. */
    static PrincipalMap of(Features features, Similarity similarity, int[] candidates, Threads threads) {
        return of(features, similarity, candidates, POINTS_AT_MOST, threads);
    }

    /**
     * Maps a part of the samples.
     *
     * @param candidates all samples, at least one, in an order in which neighbours are alike
     * @param most how many samples the map shows at most; of very long rows fewer
     * @param threads share the work; the map does not depend on their number
     */
    public static PrincipalMap of(
            Features features, Similarity similarity, int[] candidates, int most, Threads threads) {
        int points = (int) Math.max(2, Math.min(most, WORK / features.dimension()));
        int[] ids = Draw.some(candidates, points);
        int[] base = Draw.some(ids, BASE_ROWS);
        PrincipalAxes axes = PrincipalAxes.of(centredGram(features, similarity, base, threads));
        return new PrincipalMap(
                ids,
                coordinates(features, similarity, base, axes.first(), ids, threads),
                coordinates(features, similarity, base, axes.second(), ids, threads),
                axes.explained());
    }

    /** Returns the inner products of the rows less their mean: {@code double[m][m]}. */
    private static double[][] centredGram(Features features, Similarity similarity, int[] base, Threads threads) {
        int m = base.length;
        double[][] gram = new double[m][m];
        threads.forEach(m, i -> {
            double wi = similarity.weight(features.squaredNorm(base[i]));
            for (int j = 0; j <= i; j++) {
                double wj = similarity.weight(features.squaredNorm(base[j]));
                gram[i][j] = wi * wj * features.dot(base[i], base[j]);
                gram[j][i] = gram[i][j];
            }
        });
        double[] rowMean = new double[m];
        Arrays.setAll(rowMean, i -> Arrays.stream(gram[i]).average().orElse(0));
        double mean = Arrays.stream(rowMean).average().orElse(0);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                gram[i][j] += mean - rowMean[i] - rowMean[j];
            }
        }
        return gram;
    }

    /** Returns where samples lie along the direction {@code sum of axis[i] * base row i}, from the base rows' mean. */
    private static double[] coordinates(
            Features features, Similarity similarity, int[] base, double[] axis, int[] ids, Threads threads) {
        double[] direction = new double[features.dimension()];
        for (int i = 0; i < base.length; i++) {
            double weight = similarity.weight(features.squaredNorm(base[i]));
            features.add(base[i], weight * axis[i], direction);
        }
        double middle = 0;
        for (int id : base) {
            middle += along(features, similarity, id, direction) / base.length;
        }
        double length = 0;
        for (double v : direction) {
            length += v * v;
        }
        double unit = length > 0 ? Math.sqrt(length) : 1;
        double origin = middle;
        double[] coordinates = new double[ids.length];
        threads.forEach(ids.length, i -> {
            coordinates[i] = (along(features, similarity, ids[i], direction) - origin) / unit;
        });
        return coordinates;
    }

    private static double along(Features features, Similarity similarity, int id, double[] direction) {
        return similarity.weight(features.squaredNorm(id)) * features.dot(id, direction);
    }
}
