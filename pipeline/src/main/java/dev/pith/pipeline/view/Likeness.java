package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How alike samples are: by the cosine of their features (from -1 to 1) or, in a run that compares by distances, the
 * negative distance. An inner product would call the longest rows alike to everything, so it counts as the cosine. What
 * is alike is shown and sorted by, and decides nothing, so float32 will do.
 */
final class Likeness {
    private static final int ROWS_AT_ONCE = 8_192;
    private static final int QUERIES_AT_ONCE = 64;

    /** Products of numbers at most, half a minute or so of two cores. */
    private static final double WORK = 2e12;

    private final Features features;
    private final Similarity similarity;
    private final Threads threads;

    Likeness(Features features, Similarity similarity, Threads threads) {
        this.features = features;
        this.similarity = similarity;
        this.threads = threads;
    }

    /** Returns how alike every sample is to one, {@code float[n]}; NaN where features say nothing. */
    float[] to(int id) {
        float[] alike = new float[features.size()];
        int blocks = (alike.length + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
        threads.forEach(blocks, block -> {
            int from = block * ROWS_AT_ONCE;
            int[] rows = IntStream.range(from, Math.min(alike.length, from + ROWS_AT_ONCE))
                    .toArray();
            float[][] dots = new float[1][rows.length];
            features.approximateDots(rows, new int[] {id}, dots);
            for (int k = 0; k < rows.length; k++) {
                alike[rows[k]] = of(dots[0][k], rows[k], id);
            }
        });
        return alike;
    }

    /**
     * The nearest other of each of some samples.
     *
     * @param ids the samples that have one, ascending
     * @param nearest the one most like each, of equal ones the lowest id
     * @param alike how alike the two are
     */
    record Nearest(int[] ids, int[] nearest, float[] alike) {}

    /**
     * Finds the nearest other of each sample among the same samples.
     *
     * @param some ids, ascending
     * @throws PithException when there are too many to compare each with each
     */
    Nearest among(int[] some) {
        int[] ids = IntStream.of(some)
                .filter(id -> isUsable(features.squaredNorm(id), similarity))
                .toArray();
        if ((double) ids.length * ids.length * features.dimension() > WORK) {
            throw new PithException(
                    ids.length + " samples are too many to compare each with each; look at one class, or"
                            + " at part of the samples");
        }
        int[] nearest = new int[ids.length];
        float[] alike = new float[ids.length];
        float[] scale = new float[ids.length];
        float[] offset = new float[ids.length];
        for (int k = 0; k < ids.length; k++) {
            double squared = features.squaredNorm(ids[k]);
            scale[k] = similarity.subtractsNorms() ? 2 : (float) (1 / Math.sqrt(squared));
            offset[k] = similarity.subtractsNorms() ? (float) squared : 0;
        }
        threads.forEach((ids.length + QUERIES_AT_ONCE - 1) / QUERIES_AT_ONCE, block -> {
            int from = block * QUERIES_AT_ONCE;
            int[] queries = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + QUERIES_AT_ONCE));
            float[][] dots = new float[queries.length][ids.length];
            features.approximateDots(ids, queries, dots);
            for (int q = 0; q < queries.length; q++) {
                int best = best(dots[q], scale, offset, from + q);
                nearest[from + q] = best < 0 ? -1 : ids[best];
                alike[from + q] = best < 0 ? Float.NaN : of(dots[q][best], ids[best], queries[q]);
            }
        });
        int[] found =
                IntStream.range(0, ids.length).filter(k -> nearest[k] >= 0).toArray();
        float[] foundAlike = new float[found.length];
        for (int k = 0; k < found.length; k++) {
            foundAlike[k] = alike[found[k]];
        }
        return new Nearest(
                IntStream.of(found).map(k -> ids[k]).toArray(),
                IntStream.of(found).map(k -> nearest[k]).toArray(),
                foundAlike);
    }

    /** Returns where {@code scale * dot - offset} is largest but for one place, -1 where that is the only one. */
    private static int best(float[] dots, float[] scale, float[] offset, int not) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < dots.length; k++) {
            float now = scale[k] * dots[k] - offset[k];
            if (now > most && k != not) {
                most = now;
                best = k;
            }
        }
        return best;
    }

    /** A sample that was skipped has a row of NaN; a row of zeros has no cosine with anything. */
    static boolean isUsable(double squaredNorm, Similarity similarity) {
        return Double.isFinite(squaredNorm) && (squaredNorm > 0 || similarity.subtractsNorms());
    }

    private float of(float dot, int i, int j) {
        double squaredI = features.squaredNorm(i);
        double squaredJ = features.squaredNorm(j);
        return (float)
                switch (similarity) {
                    case COSINE, DOT -> squaredI > 0 && squaredJ > 0
                            ? dot / Math.sqrt(squaredI * squaredJ)
                            : Double.NaN;
                    case SQEUCLID -> -Math.sqrt(Math.max(0, squaredI + squaredJ - 2.0 * dot));
                };
    }
}
