package dev.pith.objective;

/**
 * Facility-location mutual information with queries Q (FLQMI; Kothawade et al., <em>PRISM</em>, AAAI 2022, 2103.00128,
 * table 1, with eta = 1):
 *
 * <pre>{@code f(S) = sum over q in Q of max over i in S of s(i, q) + sum over i in S of max over q in Q of s(i,
 * q)}</pre>
 *
 * <p>Every query wants a sample like it, and every sample should be like some query. Monotone and submodular; {@code
 * gain(x) = sum over q of max(0, s(x, q) - best(q)) + max over q of s(x, q)}, with exact similarities, the sum in the
 * order of the queries.
 *
 * <p>An old gain bounds a new one without slack: best(q) only grows, so no term grows, and neither do sums of terms
 * that are rounded in the same order.
 */
public final class QueryMutualInformation implements Objective {
    private final QuerySimilarities similarities;

    /** The similarity of each query to what is picked. */
    private final double[] best;

    private final KnownGains known;

    /** Begins with nothing picked. */
    public QueryMutualInformation(QuerySimilarities similarities) {
        this.similarities = similarities;
        this.best = new double[similarities.values()[0].length];
        this.known = new KnownGains(size());
    }

    @Override
    public int size() {
        return similarities.ids().length;
    }

    @Override
    public int id(int candidate) {
        return similarities.ids()[candidate];
    }

    @Override
    public double gain(int candidate) {
        double[] values = similarities.values()[candidate];
        double covered = 0;
        double nearest = 0;
        for (int q = 0; q < values.length; q++) {
            covered += Math.max(0, values[q] - best[q]);
            nearest = Math.max(nearest, values[q]);
        }
        return known.keep(candidate, covered + nearest);
    }

    @Override
    public double bound(int candidate) {
        return known.last(candidate);
    }

    @Override
    public void pick(int candidate) {
        double[] values = similarities.values()[candidate];
        for (int q = 0; q < values.length; q++) {
            best[q] = Math.max(best[q], values[q]);
        }
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
