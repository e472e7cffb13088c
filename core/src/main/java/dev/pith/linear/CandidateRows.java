package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;

/**
 * What a pick does to the gains of candidates, and how wrong float32 may be about it: the gain of x changes by
 * {@code perPick(x) + shift(p) - factor(p) * slope(x) * <x, p>}.
 */
final class CandidateRows {
    private final LinearGain gain;
    private final Features features;
    private final int[] rows;
    private final double[] slope;
    private final double[] perPick;
    private final double largestNorm;
    private final double perPickError;
    private final boolean poolTrusted;

    CandidateRows(LinearGain gain, Features features, int[] rows) {
        this.gain = gain;
        this.features = features;
        this.rows = rows;
        this.slope = new double[rows.length];
        this.perPick = new double[rows.length];
        Similarity similarity = gain.similarity();
        double largest = 0;
        for (int i = 0; i < rows.length; i++) {
            double squaredNorm = features.squaredNorm(rows[i]);
            if (Float32.trusts(similarity, squaredNorm)) {
                largest = Math.max(largest, squaredNorm);
                slope[i] = similarity.scale() * similarity.weight(squaredNorm);
            }
            if (similarity.subtractsNorms()) {
                perPick[i] = gain.pickedFactor() * squaredNorm;
            }
        }
        this.largestNorm = Math.sqrt(largest);
        boolean followsPool = gain.poolFactorStep() != 0;
        this.poolTrusted =
                !followsPool || Float32.trustsQuery(LinearGain.norm(gain.pool().vector()));
        this.perPickError = followsPool && poolTrusted ? addPoolDrift() : 0;
    }

    /** In herding every pick also adds {@code 1 / |V|} times the similarity to the pool; returns the error of that. */
    private double addPoolDrift() {
        float[] dots = new float[rows.length];
        Moments pool = gain.pool();
        features.approximateDots(rows, pool.vector(), dots);
        for (int i = 0; i < rows.length; i++) {
            if (slope[i] != 0) {
                double similarity = pool.similarity(gain.similarity(), dots[i], features.squaredNorm(rows[i]));
                perPick[i] += gain.poolFactorStep() * similarity;
            }
        }
        return gain.poolFactorStep() * dotError(LinearGain.norm(pool.vector()));
    }

    /** Returns the error of {@code scale w(x) <x, y>} for any candidate x and a y of the given norm. */
    private double dotError(double norm) {
        return Float32.gainError(features, gain.similarity(), largestNorm, norm);
    }

    /** Returns whether float32 may tell what a pick of this candidate does. */
    boolean trusted(int position) {
        return poolTrusted && slope[position] != 0;
    }

    /**
     * Returns what inner products with each row are multiplied by; 0 for rows that float32 is not trusted
     * with. Not copied.
     */
    double[] slope() {
        return slope;
    }

    /**
     * Returns what any pick adds to the gain of each row: terms of the squared norm, or of the mean in
     * herding. Not copied.
     */
    double[] perPick() {
        return perPick;
    }

    double shift(int pick) {
        Similarity similarity = gain.similarity();
        double norms = similarity.subtractsNorms() ? features.squaredNorm(rows[pick]) : 0;
        return -gain.pickedFactor() * (similarity.offset() - norms);
    }

    double factor(int pick) {
        return gain.pickedFactor() * gain.similarity().weight(features.squaredNorm(rows[pick]));
    }

    /** Returns how far float32 may be off about what a pick does to the gain of any trusted candidate. */
    double error(int pick) {
        return factor(pick) * dotError(Math.sqrt(features.squaredNorm(rows[pick]))) + perPickError;
    }

    double largestNorm() {
        return largestNorm;
    }
}
