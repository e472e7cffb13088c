package dev.pith.objective;

import dev.pith.feature.Features;
import java.util.Arrays;

/**
 * Probabilistic set coverage: {@code f(S) = sum over u of w_u (1 - product over i in S of (1 - p_u(i)))}, p_u(i) how
 * likely sample i shows concept u, w_u what the concept is worth (El-Arini et al., KDD 2009, <em>Turning down the
 * noise in the blogosphere</em>). With probabilities of 0 and 1 it is set coverage, the worth of all concepts that some
 * picked sample has. Monotone and submodular; {@code gain(x) = sum over u of w_u p_u(x) missed_u}, missed_u the product
 * over what is picked.
 *
 * <p>A row of the features holds the p_u of a sample. Exact and in the order of the concepts; missed_u never grows, so
 * an old gain bounds a new one without slack.
 */
public final class SetCoverage implements Objective {
    private final Features probabilities;
    private final int[] ids;

    /** w_u times the product over what is picked. */
    private final double[] missed;

    private final double[] row;
    private final KnownGains known;

    /**
     * Starts with nothing picked.
     *
     * @param probabilities rows of numbers in [0, 1]
     * @param ids the pool, ascending, each once; not copied
     * @param worth of each concept, finite and not negative; copied
     * @throws IllegalArgumentException naming the id whose row holds no probability, or the worth that is none
     */
    public SetCoverage(Features probabilities, int[] ids, double[] worth) {
        if (worth.length != probabilities.dimension()) {
            throw new IllegalArgumentException(
                    "worth must be one number per concept (" + probabilities.dimension() + "), got " + worth.length);
        }
        for (int u = 0; u < worth.length; u++) {
            if (!(worth[u] >= 0 && worth[u] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "worth must be finite and not negative, got " + worth[u] + " for concept " + u);
            }
        }
        this.probabilities = probabilities;
        this.ids = ids;
        this.missed = worth.clone();
        this.row = new double[worth.length];
        this.known = new KnownGains(ids.length);
        for (int x = 0; x < ids.length; x++) {
            read(x);
            for (double p : row) {
                if (!(p >= 0 && p <= 1)) {
                    throw new IllegalArgumentException(
                            "set coverage needs probabilities, in [0, 1]; the row of id " + ids[x] + " holds " + p);
                }
            }
        }
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
            sum += row[u] * missed[u];
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
            missed[u] *= 1 - row[u];
        }
    }

    private void read(int candidate) {
        Arrays.fill(row, 0);
        probabilities.add(ids[candidate], 1, row);
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
