package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
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

    /** Products of numbers from which on not each is compared with each where most of the nearest will do. */
    private static final double CELLS_ABOVE = 4e12;

    /** Taking the largest of the likenesses costs as much as so many products each. */
    private static final int TAKING = 50;

    private static final int CELLS_LOOKED_AT = 8;
    private static final long SEED = 0;

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
     * The nearest others of each of some samples.
     *
     * @param ids the samples, ascending
     * @param nearest {@code int[ids][at most k]}: those most like each, the most alike first, of equal ones the lowest
     *     id; fewer than k only where there are no more
     * @param alike how alike those are
     */
    record Nearest(int[] ids, int[][] nearest, float[][] alike) {}

    /**
     * Finds the nearest other of each sample among the same samples.
     *
     * @param some ids, ascending
     * @throws PithException when there are too many to compare each with each
     */
    Nearest among(int[] some) {
        int[] ids = usable(some);
        if ((double) ids.length * ids.length * features.dimension() > WORK) {
            throw new PithException(
                    ids.length + " samples are too many to compare each with each; look at one class, or"
                            + " at part of the samples");
        }
        return new Search(ids, 1).all(share -> {});
    }

    /**
     * Finds the k nearest others of each sample among the same samples. Where there are too many to compare each with
     * each, a sample is compared with those that one of a few drawn samples near it is near to, too: most of the
     * nearest are among them.
     *
     * @param some ids, ascending
     * @param progress hears the share that is done, and may throw to end it
     */
    Nearest among(int[] some, int k, DoubleConsumer progress) {
        int[] ids = usable(some);
        double products = eachWithEach(ids.length);
        return products <= CELLS_ABOVE
                ? new Search(ids, k).all(progress)
                : amongNear(ids, k, (int) (CELLS_LOOKED_AT * Math.max(2, products / CELLS_ABOVE)), progress);
    }

    private double eachWithEach(int n) {
        return (double) n * n * (features.dimension() + TAKING);
    }

    /** Returns about how many products of numbers finding the nearest others of n samples takes. */
    double products(int n) {
        return Math.min(eachWithEach(n), CELLS_ABOVE);
    }

    /** Finds most of the k nearest others, by so many drawn samples. */
    Nearest amongNear(int[] some, int k, int drawn, DoubleConsumer progress) {
        return new Search(usable(some), k).inCells(drawn, progress);
    }

    private int[] usable(int[] some) {
        return IntStream.of(some)
                .filter(id -> isUsable(features.squaredNorm(id), similarity))
                .toArray();
    }

    /** A search for the k most alike: those with the largest {@code scale * dot - offset}, for each of some samples. */
    private final class Search {
        private final int[] ids;
        private final int k;
        private final float[] scale;
        private final float[] offset;
        private final int[][] nearest;
        private final float[][] alike;
        private final int[] position;
        private final AtomicInteger done = new AtomicInteger();

        Search(int[] ids, int k) {
            this.ids = ids;
            this.k = k;
            int n = features.size();
            scale = new float[n];
            offset = new float[n];
            position = new int[n];
            for (int i = 0; i < ids.length; i++) {
                double squared = features.squaredNorm(ids[i]);
                scale[ids[i]] = similarity.subtractsNorms() ? 2 : (float) (1 / Math.sqrt(squared));
                offset[ids[i]] = similarity.subtractsNorms() ? (float) squared : 0;
                position[ids[i]] = i;
            }
            nearest = new int[ids.length][];
            alike = new float[ids.length][];
        }

        Nearest all(DoubleConsumer progress) {
            threads.forEach((ids.length + QUERIES_AT_ONCE - 1) / QUERIES_AT_ONCE, block -> {
                int from = block * QUERIES_AT_ONCE;
                among(ids, Arrays.copyOfRange(ids, from, Math.min(ids.length, from + QUERIES_AT_ONCE)), progress);
            });
            return new Nearest(ids, nearest, alike);
        }

        /** A sample is of the cell of the drawn sample that it is most like; the nearest cells are looked at. */
        Nearest inCells(int count, DoubleConsumer progress) {
            int[] middles = Arrays.copyOf(Priority.shuffled(ids, SEED), count);
            Arrays.sort(middles);
            int[] cellOf = new int[ids.length];
            threads.forEach((ids.length + QUERIES_AT_ONCE - 1) / QUERIES_AT_ONCE, block -> {
                int from = block * QUERIES_AT_ONCE;
                int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + QUERIES_AT_ONCE));
                float[][] dots = new float[some.length][count];
                features.approximateDots(middles, some, dots);
                for (int q = 0; q < some.length; q++) {
                    int[] top = best(dots[q], middles, 1, -1);
                    cellOf[from + q] = top.length == 0 ? 0 : top[0]; // an overflow, which is like nothing
                }
            });
            int[] sizes = new int[count];
            IntStream.of(cellOf).forEach(cell -> sizes[cell]++);
            int[][] cells = new int[count][];
            Arrays.setAll(cells, cell -> new int[sizes[cell]]);
            for (int i = ids.length - 1; i >= 0; i--) {
                cells[cellOf[i]][--sizes[cellOf[i]]] = ids[i];
            }
            float[][] between = new float[count][count];
            features.approximateDots(middles, middles, between);
            threads.forEach(count, cell -> {
                int[] near = best(between[cell], middles, CELLS_LOOKED_AT, -1);
                int[] candidates = IntStream.concat(IntStream.of(cell), IntStream.of(near))
                        .distinct()
                        .flatMap(other -> IntStream.of(cells[other]))
                        .sorted()
                        .toArray();
                for (int from = 0; from < cells[cell].length; from += QUERIES_AT_ONCE) {
                    int to = Math.min(cells[cell].length, from + QUERIES_AT_ONCE);
                    among(candidates, Arrays.copyOfRange(cells[cell], from, to), progress);
                }
            });
            return new Nearest(ids, nearest, alike);
        }

        private void among(int[] candidates, int[] queries, DoubleConsumer progress) {
            float[][] dots = new float[queries.length][candidates.length];
            features.approximateDots(candidates, queries, dots);
            for (int q = 0; q < queries.length; q++) {
                int id = queries[q];
                int[] found = best(dots[q], candidates, k, id);
                float[] likeness = new float[found.length];
                for (int r = 0; r < found.length; r++) {
                    likeness[r] = of(dots[q][found[r]], candidates[found[r]], id);
                    found[r] = candidates[found[r]];
                }
                nearest[position[id]] = found;
                alike[position[id]] = likeness;
            }
            progress.accept((double) done.addAndGet(queries.length) / ids.length);
        }

        /** Returns the positions of the most alike candidates, the most alike first, one of them not counted. */
        private int[] best(float[] dots, int[] candidates, int count, int not) {
            int[] top = new int[count];
            float[] most = new float[count];
            int size = 0;
            for (int c = 0; c < dots.length; c++) {
                float now = scale[candidates[c]] * dots[c] - offset[candidates[c]];
                if ((size < count ? !Float.isNaN(now) : now > most[count - 1]) && candidates[c] != not) {
                    int at = size < count ? size++ : count - 1;
                    for (; at > 0 && most[at - 1] < now; at--) {
                        most[at] = most[at - 1];
                        top[at] = top[at - 1];
                    }
                    most[at] = now;
                    top[at] = c;
                }
            }
            return Arrays.copyOf(top, size);
        }
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
