package dev.pith.objective;

/**
 * Feature-based: {@code f(S) = sum over u of g(c_u(S))}, the count {@code c_u(S) = sum over i in S of m_u(i)} of how
 * much of feature u is picked, g {@link Concave} (Wei, Iyer and Bilmes, ICASSP 2014, <em>Unsupervised submodular subset
 * selection for speech data</em>). It wants some of everything, and little more of what it has. Monotone and
 * submodular, with {@code gain(x) = sum over u of g(c_u + m_u(x)) - g(c_u)}; no pair of samples is looked at.
 *
 * <p>m is not negative: a row's positive numbers are one feature each, and so are its negative ones, by their size, as
 * features of their own. For rows without negative numbers that is the function as published.
 *
 * <p>Exact and in the order of the features. Counts only grow, and so no term of a gain does, as {@link Concave}
 * computes it, nor their rounded sum.
 */
public final class FeatureBased implements RowFunction {
    private final Concave concave;

    /** How much of each number's positive part is picked, and how much of its negative part. */
    private final double[] positive;

    private final double[] negative;

    /** Starts with nothing picked. */
    public FeatureBased(int dimension, Concave concave) {
        this.concave = concave;
        this.positive = new double[dimension];
        this.negative = new double[dimension];
    }

    @Override
    public int dimension() {
        return positive.length;
    }

    @Override
    public void require(int id, double[] row) {
        for (double number : row) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("the row of id " + id + " is not finite: leave it out");
            }
        }
    }

    @Override
    public double gain(double[] row) {
        double sum = 0;
        for (int u = 0; u < row.length; u++) {
            if (row[u] > 0) {
                sum += concave.gain(positive[u], row[u]);
            } else if (row[u] < 0) {
                sum += concave.gain(negative[u], -row[u]);
            }
        }
        return sum;
    }

    @Override
    public void pick(double[] row) {
        for (int u = 0; u < row.length; u++) {
            positive[u] += Math.max(0, row[u]);
            negative[u] += Math.max(0, -row[u]);
        }
    }
}
