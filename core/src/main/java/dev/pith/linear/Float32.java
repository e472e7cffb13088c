package dev.pith.linear;

import dev.pith.feature.Similarity;

/**
 * Which rows float32 arithmetic can be trusted with. Products of rows that are very long overflow; those of very short ones underflow,
 * which matters under cosine, where they are scaled up again. Such rows (samples that a network is sure of have gradients of 1e-20)
 * are looked at exactly at every step.
 */
final class Float32 {
    private static final double SHORTEST_SQUARED = 0x1p-80;
    private static final double LONGEST_SQUARED = 0x1p80;

    /** What underflow can take from an inner product of rows that are trusted, whatever their length. */
    static final double UNDERFLOW = 0x1p-90;

    private Float32() {}

    static boolean trusts(Similarity similarity, double squaredNorm) {
        return squaredNorm <= LONGEST_SQUARED && (similarity != Similarity.COSINE || squaredNorm >= SHORTEST_SQUARED);
    }

    /** Returns whether inner products of trusted rows with a query of this norm stay within range. */
    static boolean trustsQuery(double norm) {
        return norm <= 0x1p80;
    }
}
