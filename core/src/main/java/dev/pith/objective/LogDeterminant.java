package dev.pith.objective;

import dev.pith.run.MemoryLimit;
import java.util.Arrays;

/**
 * Log-determinant: {@code f(S) = log det(K_S)}, K the similarity kernel with 0.001 added on its diagonal. It prefers
 * diverse sets: the gain of x is the log of what is left of K(x, x) when the picked samples have explained what they
 * can, its conditional variance.
 *
 * <p>Per candidate it keeps a row of the Cholesky factor of K and extends it, when its gain is asked for, by the picks
 * made since (Chen et al., NeurIPS 2018): one similarity and one inner product of at most t numbers per pick. Computed
 * variances never grow, so neither do computed gains. With the ridge no variance is below 0.001, and no two samples
 * covary by more than the root of the product of their variances; where rounding leaves other values (repeated rows
 * whose similarity is 1e16), those bounds count.
 *
 * <p>Memory: up to 8 n * budget bytes, if every candidate is looked at until the end.
 */
public final class LogDeterminant implements Objective {
    private static final double RIDGE = 0.001;
    private static final double[] NONE = {};

    private final PairwiseSimilarity similarity;
    private final double[] variance;

    /** Row x of the factor, as far as it was extended; {@code length[x]} numbers are valid. */
    private final double[][] factor;

    private final int[] length;
    private final int[] picked;
    private int picks;

    /**
     * Starts with nothing picked.
     *
     * @param similarity a kernel: cosine, dot or rbf
     * @param budget how many samples may be picked, at most the size of the pool
     * @param memory what the factor may take
     * @throws dev.pith.PithException when it could take more
     */
    public LogDeterminant(PairwiseSimilarity similarity, int budget, MemoryLimit memory) {
        if (!similarity.isKernel()) {
            throw new IllegalArgumentException("log-determinant needs a kernel: cosine, dot or rbf");
        }
        int size = similarity.size();
        memory.requireOnHeap(
                "log-determinant of " + budget + " out of " + size + " samples",
                bytes(size, budget),
                "rank class by class (`stratify`), or take a smaller budget");
        this.similarity = similarity;
        this.variance = new double[size];
        this.factor = new double[size][];
        this.length = new int[size];
        this.picked = new int[budget];
        Arrays.setAll(variance, x -> similarity.of(x, x) + RIDGE);
        Arrays.fill(factor, NONE);
    }

    /** Returns the bytes of Java heap that {@code budget} out of n samples take, at most. */
    public static long bytes(long n, int budget) {
        return 8 * n * budget;
    }

    @Override
    public int size() {
        return variance.length;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    @Override
    public double gain(int candidate) {
        extend(candidate);
        return StrictMath.log(variance[candidate]);
    }

    /**
     * Returns the gain when the candidate was last looked at: computed variances never grow. (Asking for it costs a
     * logarithm; the gain may cost an inner product per pick.)
     */
    @Override
    public double bound(int candidate) {
        return StrictMath.log(variance[candidate]);
    }

    @Override
    public void pick(int candidate) {
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
            double residual = similarity.of(x, pick) - dot(factor[x], factor[pick], t);
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

    @Override
    public boolean submodular() {
        return true;
    }
}
