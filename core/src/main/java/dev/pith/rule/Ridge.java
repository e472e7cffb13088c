package dev.pith.rule;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;

/**
 * Ridge regression of one-hot classes on rows of unit length with a constant in front,
 * {@code W = (X^T X + I)^-1 X^T Y}: kernel ridge regression with the linear kernel and lambda = 1, solved for the
 * weights of coordinates rather than of samples. In double, samples in the order given, whatever the number of threads.
 */
final class Ridge {
    private static final double LAMBDA = 1;
    private static final int ROWS_AT_ONCE = 4096;

    private final Features features;

    /** {@code weights[c]}: of the constant, then of the coordinates. */
    private final double[][] weights;

    private Ridge(Features features, double[][] weights) {
        this.features = features;
        this.weights = weights;
    }

    /** Returns the bytes of Java heap that features of d numbers take. */
    static long bytes(int dimension, int samples, int classes) {
        long width = dimension + 1L;
        return 8 * width * (width + Math.min(samples, ROWS_AT_ONCE) + classes);
    }

    /**
     * Fits.
     *
     * @param ids of each class
     */
    static Ridge fit(Features features, int[][] ids, MemoryLimit memory, Threads threads) {
        int width = features.dimension() + 1;
        int samples = 0;
        for (int[] ofClass : ids) {
            samples += ofClass.length;
        }
        memory.requireOnHeap(
                "ridge regression on " + features.dimension() + " features",
                bytes(features.dimension(), samples, ids.length),
                "use features of fewer dimensions");
        double[][] gram = new double[width][width];
        double[][] right = new double[ids.length][width];
        for (int c = 0; c < ids.length; c++) {
            for (int from = 0; from < ids[c].length; from += ROWS_AT_ONCE) {
                double[][] rows = new double[Math.min(ROWS_AT_ONCE, ids[c].length - from)][];
                for (int k = 0; k < rows.length; k++) {
                    rows[k] = row(features, ids[c][from + k]);
                    for (int j = 0; j < width; j++) {
                        right[c][j] += rows[k][j];
                    }
                }
                threads.forEach(width, i -> addProducts(rows, i, gram[i]));
            }
        }
        for (int i = 0; i < width; i++) {
            gram[i][i] += LAMBDA;
        }
        factor(gram);
        for (double[] ofClass : right) {
            solve(gram, ofClass);
        }
        return new Ridge(features, right);
    }

    private static void addProducts(double[][] rows, int i, double[] sums) {
        for (double[] row : rows) {
            double factor = row[i];
            if (factor != 0) {
                for (int j = 0; j <= i; j++) {
                    sums[j] += factor * row[j];
                }
            }
        }
    }

    private static double[] row(Features features, int id) {
        double[] bare = new double[features.dimension()];
        double squared = features.squaredNorm(id);
        features.add(id, squared > 0 ? 1 / Math.sqrt(squared) : 0, bare);
        double[] row = new double[bare.length + 1];
        row[0] = 1;
        System.arraycopy(bare, 0, row, 1, bare.length);
        return row;
    }

    /** Puts Cholesky's L in place of the lower triangle. */
    private static void factor(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            double[] row = matrix[i];
            for (int j = 0; j <= i; j++) {
                double sum = row[j];
                double[] other = matrix[j];
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * other[k];
                }
                row[j] = i == j ? Math.sqrt(sum) : sum / other[j];
            }
        }
    }

    private static void solve(double[][] lower, double[] x) {
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            x[i] /= lower[i][i];
            for (int k = 0; k < i; k++) {
                x[k] -= lower[i][k] * x[i];
            }
        }
    }

    /** Returns the class of the largest value, of equal ones the first. */
    int classOf(int id) {
        double[] row = row(features, id);
        int best = 0;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < weights.length; c++) {
            double value = 0;
            for (int j = 0; j < row.length; j++) {
                value += weights[c][j] * row[j];
            }
            if (value > bestValue) {
                best = c;
                bestValue = value;
            }
        }
        return best;
    }
}
