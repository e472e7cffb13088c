package dev.pith.objective;

/**
 * Probabilistic set coverage: {@code f(S) = sum over u of w_u (1 - product over i in S of (1 - p_u(i)))}, p_u(i) how
 * likely sample i shows concept u, w_u what the concept is worth (El-Arini et al., KDD 2009, <em>Turning down the
 * noise in the blogosphere</em>). With probabilities of 0 and 1 it is set coverage, the worth of all concepts that some
 * picked sample has. Monotone and submodular; {@code gain(x) = sum over u of w_u p_u(x) missed_u}, missed_u the product
 * over what is picked.
 *
 * <p>A row holds the p_u of a sample. Exact and in the order of the concepts; missed_u never grows.
 */
public final class SetCoverage implements RowFunction {
    /** w_u times the product over what is picked. */
    private final double[] missed;

    /**
     * Starts with nothing picked.
     *
     * @param worth of each concept, finite and not negative; copied
     * @throws IllegalArgumentException naming the worth that is none
     */
    public SetCoverage(double[] worth) {
        for (int u = 0; u < worth.length; u++) {
            if (!(worth[u] >= 0 && worth[u] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "worth must be finite and not negative, got " + worth[u] + " for concept " + u);
            }
        }
        this.missed = worth.clone();
    }

    @Override
    public int dimension() {
        return missed.length;
    }

    @Override
    public void require(int id, double[] row) {
        for (double p : row) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "set coverage needs probabilities, in [0, 1]; the row of id " + id + " holds " + p);
            }
        }
    }

    @Override
    public double gain(double[] row) {
        double sum = 0;
        for (int u = 0; u < row.length; u++) {
            sum += row[u] * missed[u];
        }
        return sum;
    }

    @Override
    public void pick(double[] row) {
        for (int u = 0; u < row.length; u++) {
            missed[u] *= 1 - row[u];
        }
    }
}
