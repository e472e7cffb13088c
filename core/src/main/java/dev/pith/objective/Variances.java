package dev.pith.objective;

import java.util.Arrays;

/**
 * Conditional variances under a kernel K with 0.001 added on its diagonal: what is left of K(x, x) when the picked
 * samples have explained what they can.
 *
 * <p>Per candidate it keeps a row of the Cholesky factor of K and extends it, when its variance is asked for, by the
 * picks made since (Chen et al., NeurIPS 2018): one entry of the kernel and one inner product of at most t numbers per
 * pick. Computed variances never grow. With the ridge none is below 0.001, and no two samples covary by more than the
 * root of the product of their variances; where rounding leaves other values (repeated rows whose similarity is 1e16),
 * those bounds count.
 */
final class Variances {
    static final double RIDGE = 0.001;
    private static final double[] NONE = {};

    private final Kernel kernel;
    private final double[] variance;

    /** Row x of the factor, as far as it was extended; {@code length[x]} numbers are valid. */
    private final double[][] factor;

    private final int[] length;
    private final int[] picked;
    private int picks;

    /**
     * Starts with nothing picked.
     *
     * @param size how many positions the kernel has
     * @param budget how many of them may be picked
     */
    Variances(Kernel kernel, int size, int budget) {
        this.kernel = kernel;
        this.variance = new double[size];
        this.factor = new double[size][];
        this.length = new int[size];
        this.picked = new int[budget];
        Arrays.setAll(variance, x -> kernel.of(x, x) + RIDGE);
        Arrays.fill(factor, NONE);
    }

    /** Returns the variance of a candidate given the picks. */
    double of(int candidate) {
        extend(candidate);
        return variance[candidate];
    }

    /** Returns the variance when the candidate was last looked at, which is not smaller. */
    double last(int candidate) {
        return variance[candidate];
    }

    void pick(int candidate) {
        if (picks == picked.length) {
            throw new IllegalStateException("the budget of " + picks + " is used up");
        }
        extend(candidate);
        picked[picks++] = candidate;
    }

    /** Brings a row of the factor up to the picks. */
    private void extend(int x) {
        if (length[x] == picks) {
            return;
        }
        if (factor[x].length < picks) {
            factor[x] = Arrays.copyOf(factor[x], Math.min(picked.length, picks + picks / 2 + 4));
        }
        for (int t = length[x]; t < picks; t++) {
            int pick = picked[t];
            double residual = kernel.of(x, pick) - dot(factor[x], factor[pick], t);
            double most = Math.sqrt(variance[x]);
            double entry = Math.max(-most, Math.min(most, residual / Math.sqrt(variance[pick])));
            factor[x][t] = entry;
            variance[x] = Math.max(RIDGE, variance[x] - entry * entry);
        }
        length[x] = picks;
    }

    private static double dot(double[] x, double[] y, int length) {
        double sum = 0;
        for (int t = 0; t < length; t++) {
            sum += x[t] * y[t];
        }
        return sum;
    }
}
