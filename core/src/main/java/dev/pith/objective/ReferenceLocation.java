package dev.pith.objective;

import java.util.Arrays;

/**
 * Facility location over a reference set R in place of the pool: {@code f(S) = sum over r in R of max over i in S of
 * s(i, r)}, a row the similarities of a sample to all of R ({@link QuerySimilarities#values}). R may be a random sample
 * of a stream, which then stands for all of it (Badanidiyuru et al., KDD 2014, section 6). Monotone and submodular;
 * {@code gain(x) = sum over r of max(0, s(x, r) - best(r))}, in the order of R, where best(r) only grows.
 */
public final class ReferenceLocation implements RowFunction {
    /** The similarity of each of R to what is picked. */
    private final double[] best;

    /**
     * Starts with nothing picked.
     *
     * @param size of R
     */
    public ReferenceLocation(int size) {
        this.best = new double[size];
    }

    @Override
    public int dimension() {
        return best.length;
    }

    @Override
    public void require(int id, double[] row) {
        double least = Arrays.stream(row).min().orElse(0);
        double most = Arrays.stream(row).max().orElse(0);
        if (!(least >= 0 && most < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("facility location needs similarities that are finite and not negative;"
                    + " the row of id " + id + " holds " + (least >= 0 ? most : least));
        }
    }

    @Override
    public double gain(double[] row) {
        double sum = 0;
        for (int r = 0; r < row.length; r++) {
            sum += Math.max(0, row[r] - best[r]);
        }
        return sum;
    }

    @Override
    public void pick(double[] row) {
        for (int r = 0; r < row.length; r++) {
            best[r] = Math.max(best[r], row[r]);
        }
    }
}
