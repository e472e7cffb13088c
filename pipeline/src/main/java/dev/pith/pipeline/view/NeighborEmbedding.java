package dev.pith.pipeline.view;

import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * A flat map on which samples lie together that are near each other among all their features: UMAP (McInnes, Healy and
 * Melville 2018, arXiv:1802.03426).
 *
 * <p>A sample is tied to its k nearest others by weights from 0 to 1 (algorithms 2 and 3), and the map is drawn such
 * that the likeness of two places, {@code 1 / (1 + a d^2b)}, comes near to those weights: ties attract, all others
 * repel, of which a few are drawn each time (section 3.2, algorithm 5). Two things are otherwise than there. Where the
 * map begins is PCA, which is at hand. And all samples move at once, by Adam on the whole gradient of their ties, in
 * place of one tie after another: so the map follows from features and seed, however many threads share the work.
 *
 * <p>Time is O(n k) an epoch, memory some {@code 40 k} bytes a sample.
 */
final class NeighborEmbedding {
    /** k. */
    static final int NEIGHBORS = 15;

    private static final int EPOCHS = 300;
    private static final long SEED = 0;

    /** What else the map follows from; another text for another way to draw it. */
    static final String SETTINGS = "umap neighbors=" + NEIGHBORS + " epochs=" + EPOCHS + " seed=" + SEED;

    /** The curve that is near 1 up to a distance of 0.1 and falls off as {@code exp(0.1 - d)} from there. */
    private static final double A = 1.577;

    private static final double B = 0.895;

    /** For each time that two ties pull, as many samples push; fewer are drawn, and push the harder. */
    private static final double PUSHES_PER_TIE = 5;

    private static final int DRAWN = 8;
    private static final double FARTHEST_START = 10;
    private static final double SMALL = 1e-3;
    private static final double FORCE_AT_MOST = 4;

    /** Adam's, for steps of the size of the map's details (Melville's uwot takes the same for whole batches). */
    private static final double RATE = 1;

    private static final double BETA1 = 0.5;
    private static final double BETA2 = 0.9;
    private static final double EPSILON = 1e-7;

    private static final int AT_ONCE = 1_024;

    private final int n;
    private final int[] start;
    private final int[] tied;
    private final float[] weight;

    /**
     * Weighs the ties of samples.
     *
     * @param neighbors {@code int[n][]}: the nearest others of each sample by position, the nearest first
     * @param distances how far those are
     */
    NeighborEmbedding(int[][] neighbors, float[][] distances) {
        n = neighbors.length;
        float[][] one = new float[n][];
        int[] incoming = new int[n];
        for (int i = 0; i < n; i++) {
            one[i] = weights(distances[i]);
            for (int j : neighbors[i]) {
                incoming[j]++;
            }
        }
        int[][] tiedBy = new int[n][];
        for (int i = 0; i < n; i++) {
            tiedBy[i] = new int[incoming[i]];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j : neighbors[i]) {
                tiedBy[j][--incoming[j]] = i;
            }
        }
        start = new int[n + 1];
        tied = new int
                [2 * Arrays.stream(neighbors).mapToInt(some -> some.length).sum()];
        weight = new float[tied.length];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < neighbors[i].length; r++) {
                int j = neighbors[i][r];
                int back = rank(i, neighbors[j]);
                at = tie(at, j, one[i][r], back < 0 ? 0 : one[j][back]);
            }
            for (int j : tiedBy[i]) {
                if (rank(j, neighbors[i]) < 0) {
                    at = tie(at, j, 0, one[j][rank(i, neighbors[j])]);
                }
            }
            start[i + 1] = at;
        }
    }

    /** Two samples are tied if either says so: the probabilistic t-conorm (section 3.1). */
    private int tie(int at, int j, float there, float back) {
        tied[at] = j;
        weight[at] = there + back - there * back;
        return at + 1;
    }

    private static int rank(int j, int[] neighbors) {
        for (int r = 0; r < neighbors.length; r++) {
            if (neighbors[r] == j) {
                return r;
            }
        }
        return -1;
    }

    /**
     * Returns {@code exp(-(d - rho) / sigma)} of each distance d, rho being the least above 0, with the sigma by which
     * the weights add up to log2 k (algorithm 3).
     */
    static float[] weights(float[] distances) {
        double rho = 0;
        double mean = 0;
        for (int r = distances.length - 1; r >= 0; r--) {
            rho = distances[r] > 0 ? distances[r] : rho;
            mean += distances[r] / distances.length;
        }
        double wanted = Math.log(distances.length) / Math.log(2);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = 1;
        for (int halving = 0; halving < 64; halving++) {
            double sum = 0;
            for (float d : distances) {
                sum += d > rho ? Math.exp((rho - d) / sigma) : 1;
            }
            if (sum > wanted) {
                high = sigma;
                sigma = (low + high) / 2;
            } else {
                low = sigma;
                sigma = high == Double.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
            }
        }
        sigma = Math.max(sigma, SMALL * mean); // equal distances have no sigma
        float[] weights = new float[distances.length];
        for (int r = 0; r < weights.length; r++) {
            weights[r] = distances[r] > rho ? (float) Math.exp((rho - distances[r]) / sigma) : 1;
        }
        return weights;
    }

    /**
     * Draws the map.
     *
     * @param x where samples begin, and {@code y}
     * @param progress hears the share that is done after each epoch, and may throw to end it
     * @return {@code float[2 n]}: x and y of each sample
     */
    float[] draw(double[] x, double[] y, Threads threads, DoubleConsumer progress) {
        float[][] places = {begun(x, y), new float[2 * n]};
        float[] mean = new float[2 * n];
        float[] square = new float[2 * n];
        for (int epoch = 0; epoch < EPOCHS && n > 1; epoch++) {
            int now = epoch;
            float[] from = places[epoch % 2];
            float[] to = places[1 - epoch % 2];
            threads.forEach((n + AT_ONCE - 1) / AT_ONCE, block -> {
                double[] force = new double[2];
                for (int i = block * AT_ONCE; i < Math.min(n, (block + 1) * AT_ONCE); i++) {
                    force(i, from, SEED + now, force);
                    for (int axis = 0; axis < 2; axis++) {
                        move(2 * i + axis, force[axis], now, from, to, mean, square);
                    }
                }
            });
            progress.accept((epoch + 1.0) / EPOCHS);
        }
        return places[n > 1 ? EPOCHS % 2 : 0];
    }

    /** Returns the first places; those that would be one are a hair apart. */
    private float[] begun(double[] x, double[] y) {
        double most = 0;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, Math.max(Math.abs(x[i]), Math.abs(y[i])));
        }
        float[] places = new float[2 * n];
        for (int i = 0; i < n && n > 1; i++) {
            long random = Priority.of(i, SEED);
            places[2 * i] = (float) (x[i] * FARTHEST_START / Math.max(most, 1e-300) + SMALL * (int) random / 0x1p31);
            places[2 * i + 1] =
                    (float) (y[i] * FARTHEST_START / Math.max(most, 1e-300) + SMALL * (int) (random >> 32) / 0x1p31);
        }
        return places;
    }

    /** Adds up what pulls and pushes one sample. */
    private void force(int i, float[] places, long seed, double[] force) {
        Arrays.fill(force, 0);
        double ties = 0;
        for (int at = start[i]; at < start[i + 1]; at++) {
            double dx = places[2 * i] - places[2 * tied[at]];
            double dy = places[2 * i + 1] - places[2 * tied[at] + 1];
            double squared = dx * dx + dy * dy;
            ties += weight[at];
            if (squared > 0) {
                double power = Math.pow(squared, B);
                add(-2 * A * B * power / squared / (1 + A * power), 2 * weight[at], dx, dy, force);
            }
        }
        long random = Priority.of(i, seed);
        for (int k = 0; k < DRAWN; k++) {
            random = random * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL; // Knuth's linear congruential generator
            int j = (int) (((random >>> 32) * n) >>> 32);
            double dx = places[2 * i] - places[2 * j];
            double dy = places[2 * i + 1] - places[2 * j + 1];
            double squared = dx * dx + dy * dy;
            double push = 2 * B / ((SMALL + squared) * (1 + A * Math.pow(squared, B)));
            add(push, PUSHES_PER_TIE * ties / DRAWN, dx, dy, force);
        }
    }

    private static void add(double factor, double weight, double dx, double dy, double[] force) {
        force[0] += weight * Math.max(-FORCE_AT_MOST, Math.min(FORCE_AT_MOST, factor * dx));
        force[1] += weight * Math.max(-FORCE_AT_MOST, Math.min(FORCE_AT_MOST, factor * dy));
    }

    /** A step of Adam (Kingma and Ba 2015, algorithm 1) with a rate that falls to 0. */
    private static void move(int at, double force, int epoch, float[] from, float[] to, float[] mean, float[] square) {
        mean[at] = (float) (BETA1 * mean[at] + (1 - BETA1) * force);
        square[at] = (float) (BETA2 * square[at] + (1 - BETA2) * force * force);
        double size = Math.sqrt(square[at] / (1 - Math.pow(BETA2, epoch + 1))) + EPSILON;
        double rate = RATE * (1 - (double) epoch / EPOCHS);
        to[at] = (float) (from[at] + rate * mean[at] / (1 - Math.pow(BETA1, epoch + 1)) / size);
    }
}
