package dev.pith.objective;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.Arrays;

/**
 * How similar the samples of a pool are to queries: {@code (1 + cos) / 2}, in [0, 1], in double.
 *
 * @param ids the pool, ascending; not copied
 * @param values {@code double[n][m]}, by position in the pool and number of the query; not copied
 */
public record QuerySimilarities(int[] ids, double[][] values) {
    /**
     * Computes all.
     *
     * @param ids the pool, ascending, each once; not copied
     * @param queries {@code double[m][d]}, at least one, none of them all zero
     * @param memory what the n x m numbers may take
     * @throws IllegalArgumentException when there is no query, or one is of another length or has no direction
     */
    public static QuerySimilarities of(
            Features features, int[] ids, double[][] queries, MemoryLimit memory, Threads threads) {
        double[] norms = norms(queries, features.dimension());
        memory.requireOnHeap(
                "comparing " + ids.length + " samples with " + queries.length + " queries",
                (long) ids.length * queries.length * Double.BYTES,
                "give fewer queries");
        double[][] values = new double[ids.length][queries.length];
        threads.forEach(ids.length, x -> {
            double norm = features.squaredNorm(ids[x]);
            for (int q = 0; q < queries.length; q++) {
                values[x][q] = Similarity.COSINE.of(features.dot(ids[x], queries[q]), norm, norms[q]);
            }
        });
        return new QuerySimilarities(ids, values);
    }

    /** Returns the similarity of each sample to the query most like it. */
    public double[] nearest() {
        return Arrays.stream(values)
                .mapToDouble(row -> Arrays.stream(row).max().orElse(0))
                .toArray();
    }

    /** Returns the sum of each sample's similarities to all queries, in the order of the queries. */
    public double[] sums() {
        return Arrays.stream(values)
                .mapToDouble(row -> Arrays.stream(row).reduce(0, Double::sum))
                .toArray();
    }

    /** Returns the similarities of some vectors among themselves. */
    static double[][] among(double[][] vectors, MemoryLimit memory) {
        memory.requireOnHeap(
                "comparing " + vectors.length + " queries and private samples with each other",
                (long) vectors.length * vectors.length * Double.BYTES,
                "give fewer of them");
        double[][] values = new double[vectors.length][vectors.length];
        double[] norms = Arrays.stream(vectors).mapToDouble(v -> dot(v, v)).toArray();
        for (int a = 0; a < vectors.length; a++) {
            for (int b = 0; b < vectors.length; b++) {
                values[a][b] = Similarity.COSINE.of(dot(vectors[a], vectors[b]), norms[a], norms[b]);
            }
        }
        return values;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double[] norms(double[][] queries, int dimension) {
        if (queries.length == 0) {
            throw new IllegalArgumentException("`query` must hold at least one query, got none");
        }
        double[] norms = new double[queries.length];
        for (int q = 0; q < norms.length; q++) {
            if (queries[q].length != dimension) {
                throw new IllegalArgumentException("queries must have the " + dimension
                        + " numbers of the features; number " + q + " has " + queries[q].length);
            }
            norms[q] = dot(queries[q], queries[q]);
            if (!(norms[q] > 0 && norms[q] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("query " + q + " has no direction: leave it out");
            }
        }
        return norms;
    }
}
