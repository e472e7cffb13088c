package dev.pith.rule;

import java.util.Arrays;

/**
 * Least squares with a penalty, {@code min over x of x^T (G + lambda I) x - 2 b^T x}, of vectors that come one after
 * the other and are known by their inner products G. Double precision, loops in the order of the vectors.
 */
final class RegularizedFit {
    /** Sweeps of {@link #nonNegativeSolution} at most; each takes as long as a product with G. */
    private static final int SWEEPS = 10_000;

    private final double lambda;
    private final double[][] products;

    /** The lower triangle L of Cholesky's {@code L L^T = G + lambda I}. */
    private final double[][] lower;

    private final double[] target;
    private int count;

    RegularizedFit(int capacity, double lambda) {
        this.lambda = lambda;
        this.products = new double[capacity][];
        this.lower = new double[capacity][];
        this.target = new double[capacity];
    }

    /**
     * Adds a vector.
     *
     * @param ofVector its inner products with those before and, last, with itself; not copied
     * @param withTarget its b
     */
    void add(double[] ofVector, double withTarget) {
        double[] row = new double[count + 1];
        for (int j = 0; j <= count; j++) {
            double sum = ofVector[j] + (j == count ? lambda : 0);
            for (int i = 0; i < j; i++) {
                sum -= row[i] * (j == count ? row[i] : lower[j][i]);
            }
            row[j] = j == count ? Math.sqrt(sum) : sum / lower[j][j];
        }
        products[count] = ofVector;
        lower[count] = row;
        target[count++] = withTarget;
    }

    /** Returns x. */
    double[] solution() {
        double[] x = Arrays.copyOf(target, count);
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < k; i++) {
                x[k] -= lower[k][i] * x[i];
            }
            x[k] /= lower[k][k];
        }
        for (int k = count - 1; k >= 0; k--) {
            x[k] /= lower[k][k];
            for (int i = 0; i < k; i++) {
                x[i] -= lower[k][i] * x[k];
            }
        }
        return x;
    }

    /**
     * Returns the x that is best of those without negative entries: coordinate by coordinate, each to its best given
     * the others, until a sweep changes none by more than 1e-12 of the largest. With lambda above 0 there is one such
     * x, and the sweeps lead to it.
     */
    double[] nonNegativeSolution() {
        double[] x = new double[count];
        double[] fitted = new double[count]; // G x
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double change = 0;
            double largest = 0;
            for (int k = 0; k < count; k++) {
                double curvature = products[k][k] + lambda;
                double best = Math.max(0, x[k] + (target[k] - fitted[k] - lambda * x[k]) / curvature);
                double step = best - x[k];
                if (step != 0) {
                    for (int i = 0; i < count; i++) {
                        fitted[i] += step * (i <= k ? products[k][i] : products[i][k]);
                    }
                    x[k] = best;
                }
                change = Math.max(change, Math.abs(step));
                largest = Math.max(largest, best);
            }
            if (change <= 1e-12 * largest) {
                break;
            }
        }
        return x;
    }
}
