package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;

/**
 * Which rows float32 arithmetic can be trusted with, and how far. Products of rows that are very long overflow; those of very short ones
 * underflow, which matters most under cosine, where they are scaled up again. Such rows (samples that a network is sure of have gradients of
 * 1e-20) are looked at exactly at every step.
 */
final class Float32 {
    private static final double SHORTEST = 0x1p-40;
    private static final double SHORTEST_SQUARED = SHORTEST * SHORTEST;
    private static final double LONGEST_SQUARED = 0x1p80;

    private Float32() {}

    static boolean trusts(Similarity similarity, double squaredNorm) {
        return squaredNorm <= LONGEST_SQUARED && (similarity != Similarity.COSINE || squaredNorm >= SHORTEST_SQUARED);
    }

    /** Returns whether inner products of trusted rows with a query of this norm stay within range. */
    static boolean trustsQuery(double norm) {
        return norm <= 0x1p80;
    }

    /**
     * Returns how far {@code scale w(x) <x, y>} may be off for any trusted row x when float32 gave the inner product. Under cosine
     * w(x) is 1 / |x|, and what underflow takes weighs most where x is shortest.
     *
     * @param largestNorm of the trusted rows
     * @param norm of y
     */
    static double error(Features features, Similarity similarity, double largestNorm, double norm) {
        double error = similarity == Similarity.COSINE
                ? features.approximationError(SHORTEST, norm) / SHORTEST
                : features.approximationError(largestNorm, norm);
        return 1.0001 * similarity.scale() * error;
    }
}
