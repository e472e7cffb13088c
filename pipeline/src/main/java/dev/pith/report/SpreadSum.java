package dev.pith.report;

import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;

/**
 * Sums from which the spread of a set of samples follows without looking at pairs.
 *
 * <p>For m rows with sum s and sum of squared norms q,
 * {@code sum over pairs i != j of |x_i - x_j|^2 = 2 (m q - |s|^2)}, and the squared distances to a point c sum to
 * {@code q - 2 <s, c> + m |c|^2}. Both hold for the rows as the similarity sees them: of unit length for cosine.
 */
final class SpreadSum {
    private double pairs;
    private double pairDistances;
    private double rows;
    private double centreDistances;

    /**
     * Adds the pairs within a set and its distances to a centre.
     *
     * @param centre a vector, as long as the rows
     */
    void add(Moments set, Similarity similarity, double[] centre) {
        double m = set.count();
        double q = similarity == Similarity.COSINE ? m : set.squaredNorms();
        double sumNorm = 0;
        double sumCentre = 0;
        double centreNorm = 0;
        for (int j = 0; j < centre.length; j++) {
            double s = set.vector()[j];
            sumNorm += s * s;
            sumCentre += s * centre[j];
            centreNorm += centre[j] * centre[j];
        }
        pairs += m * (m - 1);
        pairDistances += Math.max(0, 2 * (m * q - sumNorm));
        rows += m;
        centreDistances += Math.max(0, q - 2 * sumCentre + m * centreNorm);
    }

    /** Returns the root of the mean squared distance of two different samples of a set, NaN when there is no pair. */
    double pairDistance() {
        return pairs > 0 ? Math.sqrt(pairDistances / pairs) : Double.NaN;
    }

    /** Returns the root of the mean squared distance to the centre, NaN when there is no sample. */
    double centreDistance() {
        return rows > 0 ? Math.sqrt(centreDistances / rows) : Double.NaN;
    }
}
