package dev.pith.rule;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;

/**
 * Finds the row whose inner product with a vector is the largest: approximate products leave out what cannot be, exact
 * ones decide.
 */
final class LargestDot {
    private final Features rows;
    private final float[] approximate;

    /** The ids that are left, ascending. */
    private int[] remaining;

    private double value;

    /**
     * Starts with some rows.
     *
     * @param ids ascending, each once
     */
    LargestDot(Features rows, int[] ids) {
        this.rows = rows;
        this.remaining = ids.clone();
        this.approximate = new float[ids.length];
    }

    /** Takes out the id with the largest product, of equal ones the lowest; there must be one left. */
    int take(double[] query) {
        rows.approximateDots(remaining, query, approximate);
        double squares = 0;
        for (double number : query) {
            squares += number * number;
        }
        double norm = Math.sqrt(squares);
        double[] most = new double[remaining.length];
        double least = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < remaining.length; k++) {
            double error = Float32.error(rows, 1, Math.sqrt(rows.squaredNorm(remaining[k])), norm);
            boolean trusted = Math.abs(approximate[k]) <= Float.MAX_VALUE && norm <= Float.MAX_VALUE;
            most[k] = trusted ? approximate[k] + error : Double.POSITIVE_INFINITY;
            least = trusted ? Math.max(least, approximate[k] - error) : least;
        }
        int best = -1;
        for (int k = 0; k < remaining.length; k++) {
            if (most[k] >= least) {
                double exact = rows.dot(remaining[k], query);
                if (best < 0 || exact > value) {
                    best = k;
                    value = exact;
                }
            }
        }
        int id = remaining[best];
        int[] others = new int[remaining.length - 1];
        System.arraycopy(remaining, 0, others, 0, best);
        System.arraycopy(remaining, best + 1, others, best, others.length - best);
        remaining = others;
        return id;
    }

    /** Returns the product of what was taken last. */
    double value() {
        return value;
    }
}
