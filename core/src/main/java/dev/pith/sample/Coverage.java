package dev.pith.sample;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.Arrays;

/**
 * How near a selection is to the samples it stands for: the nearest kept sample of each, and the distance to it.
 *
 * <p>Distances are Euclidean, of rows as the similarity sees them (of unit length for cosine). Equally near ones:
 * the lower id.
 *
 * @param nearest per query the id of its nearest kept sample, itself when it is kept
 * @param distance per query the distance to that sample, 0 for a kept one
 */
public record Coverage(int[] nearest, double[] distance) {
    private static final int QUERIES_AT_ONCE = 16;

    /**
     * Computes in O(queries x kept) inner products. Approximate ones tell which kept samples can be the nearest, exact
     * ones decide, so neither machine nor threads matter.
     *
     * @param queries ids of rows that have a direction
     * @param kept ids of such rows, at least one, each once, in any order
     * @param threads share the queries
     */
    public static Coverage of(Features features, Similarity similarity, int[] queries, int[] kept, Threads threads) {
        int[] rows = kept.clone();
        Arrays.sort(rows);
        int[] nearest = new int[queries.length];
        double[] distance = new double[queries.length];
        threads.forEach((queries.length + QUERIES_AT_ONCE - 1) / QUERIES_AT_ONCE, block -> {
            int from = block * QUERIES_AT_ONCE;
            int[] some = Arrays.copyOfRange(queries, from, Math.min(queries.length, from + QUERIES_AT_ONCE));
            float[][] dots = new float[some.length][rows.length];
            features.approximateDots(rows, some, dots);
            for (int q = 0; q < some.length; q++) {
                nearest[from + q] = nearest(features, similarity, some[q], rows, dots[q]);
                double squared = squaredDistance(features, similarity, some[q], nearest[from + q]);
                distance[from + q] = Math.sqrt(Math.max(0, squared));
            }
        });
        return new Coverage(nearest, distance);
    }

    /**
     * Returns the row nearest to a query.
     *
     * @param rows ascending
     * @param dots the query's approximate inner product with each
     */
    private static int nearest(Features features, Similarity similarity, int query, int[] rows, float[] dots) {
        if (Arrays.binarySearch(rows, query) >= 0) {
            return query;
        }
        double squaredNorm = features.squaredNorm(query);
        double norm = Math.sqrt(squaredNorm);
        double scale = similarity.weight(squaredNorm);
        double rounding =
                (features.dimension() + 16) * 0x1p-52; // of both ways to compute a squared distance, in double
        // The squared distance to each row is at least this, the query's own square aside.
        double[] least = new double[rows.length];
        double limit = Double.POSITIVE_INFINITY;
        for (int k = 0; k < rows.length; k++) {
            double squaredRow = features.squaredNorm(rows[k]);
            double weight = similarity.weight(squaredRow);
            double length = weight * Math.sqrt(squaredRow);
            if (!(Math.abs(dots[k]) <= Float.MAX_VALUE)) {
                least[k] = Double.NEGATIVE_INFINITY; // beyond the range of float32
                continue;
            }
            double about = length * length - 2 * scale * weight * dots[k];
            double reach = length + scale * norm;
            double error =
                    Float32.error(features, 2 * scale * weight, norm, Math.sqrt(squaredRow)) + rounding * reach * reach;
            least[k] = about - error;
            limit = Math.min(limit, about + error);
        }
        int nearest = rows[0];
        double best = Double.POSITIVE_INFINITY;
        for (int k = 0; k < rows.length; k++) {
            if (least[k] <= limit) {
                double squared = squaredDistance(features, similarity, query, rows[k]);
                if (squared < best) {
                    best = squared;
                    nearest = rows[k];
                }
            }
        }
        return nearest;
    }

    private static double squaredDistance(Features features, Similarity similarity, int i, int j) {
        if (i == j) {
            return 0;
        }
        double squaredI = features.squaredNorm(i);
        double squaredJ = features.squaredNorm(j);
        double weightI = similarity.weight(squaredI);
        double weightJ = similarity.weight(squaredJ);
        return weightI * weightI * squaredI + weightJ * weightJ * squaredJ - 2 * weightI * weightJ * features.dot(i, j);
    }

    /** Returns the mean distance, NaN without queries. */
    public double mean() {
        return Arrays.stream(distance).average().orElse(Double.NaN);
    }

    /**
     * Returns the distance that this share of the queries does not exceed (nearest rank), NaN without queries.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        double[] sorted = distance.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank - 1)];
    }
}
