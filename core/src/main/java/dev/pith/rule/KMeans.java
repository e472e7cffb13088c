package dev.pith.rule;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Clusters of rows by Euclidean distance: Lloyd's iterations from centres that are drawn far apart (k-means++, Arthur
 * and Vassilvitskii, SODA 2007). The number of threads changes nothing.
 */
final class KMeans {
    private static final int MOST_ITERATIONS = 100;
    private static final int BLOCK = 256;

    private final Features rows;
    private final int[] ids;
    private final Threads threads;
    private final double[][] centers;
    private final double[] squaredNorms;
    private final int[] cluster;

    private KMeans(Features rows, int[] ids, int count, Threads threads) {
        this.rows = rows;
        this.ids = ids;
        this.threads = threads;
        centers = new double[count][];
        squaredNorms = new double[count];
        cluster = new int[ids.length];
    }

    /**
     * Returns which cluster each of the ids is in, from 0. Fewer than {@code most} clusters have rows where there are
     * fewer that differ.
     *
     * @param most at least 1
     */
    static int[] of(Features rows, int[] ids, int most, long seed, Threads threads) {
        KMeans clusters = new KMeans(rows, ids, Math.min(most, ids.length), threads);
        clusters.draw(new SplittableRandom(seed));
        boolean changed = true;
        for (int iteration = 0; changed && iteration < MOST_ITERATIONS; iteration++) {
            changed = clusters.assign();
            clusters.average();
        }
        return clusters.cluster;
    }

    /** Draws each next centre among the rows, as likely as its squared distance from the nearest one is large. */
    private void draw(SplittableRandom random) {
        double[] nearest = new double[ids.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int next = random.nextInt(ids.length);
        for (int c = 0; c < centers.length; c++) {
            center(c, row(ids[next]));
            int added = c;
            eachRow(k -> nearest[k] = Math.min(nearest[k], squaredDistance(k, added)));
            next = drawn(nearest, random.nextDouble() * Arrays.stream(nearest).sum());
        }
    }

    private static int drawn(double[] weights, double at) {
        double sum = 0;
        int last = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k];
            if (weights[k] > 0) {
                last = k;
                if (sum > at) {
                    return k;
                }
            }
        }
        return last;
    }

    /** Puts every row to its nearest centre, of equal ones the first; returns whether any moved. */
    private boolean assign() {
        int[] before = cluster.clone();
        eachRow(k -> {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centers.length; c++) {
                double distance = squaredDistance(k, c);
                if (distance < least) {
                    least = distance;
                    nearest = c;
                }
            }
            cluster[k] = nearest;
        });
        return !Arrays.equals(before, cluster);
    }

    /** Moves every centre to the mean of its rows; one without rows stays. */
    private void average() {
        double[][] sums = new double[centers.length][rows.dimension()];
        int[] counts = new int[centers.length];
        for (int k = 0; k < ids.length; k++) {
            rows.add(ids[k], 1, sums[cluster[k]]);
            counts[cluster[k]]++;
        }
        for (int c = 0; c < centers.length; c++) {
            if (counts[c] > 0) {
                for (int j = 0; j < sums[c].length; j++) {
                    sums[c][j] /= counts[c];
                }
                center(c, sums[c]);
            }
        }
    }

    private double[] row(int id) {
        double[] row = new double[rows.dimension()];
        rows.add(id, 1, row);
        return row;
    }

    private void center(int c, double... values) {
        centers[c] = values;
        squaredNorms[c] = Arrays.stream(values).map(value -> value * value).sum();
    }

    private double squaredDistance(int k, int c) {
        return Math.max(0, rows.squaredNorm(ids[k]) - 2 * rows.dot(ids[k], centers[c]) + squaredNorms[c]);
    }

    private interface OfRow {
        void perform(int k);
    }

    private void eachRow(OfRow task) {
        threads.forEach((ids.length + BLOCK - 1) / BLOCK, block -> {
            int to = Math.min(ids.length, (block + 1) * BLOCK);
            for (int k = block * BLOCK; k < to; k++) {
                task.perform(k);
            }
        });
    }
}
