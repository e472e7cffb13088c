package dev.pith.objective;

import dev.pith.feature.Features;
import java.util.Arrays;

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
 * computes it, nor their rounded sum: an old gain bounds a new one without slack.
 */
public final class FeatureBased implements Objective {
    private final Features features;
    private final int[] ids;
    private final Concave concave;

    /** How much of each number's positive part is picked, and how much of its negative part. */
    private final double[] positive;

    private final double[] negative;
    private final double[] row;
    private final KnownGains known;

    /**
     * Starts with nothing picked.
     *
     * @param ids the pool, ascending, each once; not copied
     * @throws IllegalArgumentException when a row of the pool is not finite
     */
    public FeatureBased(Features features, int[] ids, Concave concave) {
        for (int id : ids) {
            if (!(features.squaredNorm(id) < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the row of id " + id + " is not finite: leave it out");
            }
        }
        this.features = features;
        this.ids = ids;
        this.concave = concave;
        this.positive = new double[features.dimension()];
        this.negative = new double[features.dimension()];
        this.row = new double[features.dimension()];
        this.known = new KnownGains(ids.length);
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public int id(int candidate) {
        return ids[candidate];
    }

    @Override
    public double gain(int candidate) {
        read(candidate);
        double sum = 0;
        for (int u = 0; u < row.length; u++) {
            if (row[u] > 0) {
                sum += concave.gain(positive[u], row[u]);
            } else if (row[u] < 0) {
                sum += concave.gain(negative[u], -row[u]);
            }
        }
        return known.keep(candidate, sum);
    }

    @Override
    public double bound(int candidate) {
        return known.last(candidate);
    }

    @Override
    public void pick(int candidate) {
        read(candidate);
        for (int u = 0; u < row.length; u++) {
            positive[u] += Math.max(0, row[u]);
            negative[u] += Math.max(0, -row[u]);
        }
    }

    private void read(int candidate) {
        Arrays.fill(row, 0);
        features.add(ids[candidate], 1, row);
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
