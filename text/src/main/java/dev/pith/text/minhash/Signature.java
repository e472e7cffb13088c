package dev.pith.text.minhash;

/**
 * The smallest hash of a set under each of {@value #PERMUTATIONS} permutations of all hashes. Two sets agree in a place
 * with the probability of their Jaccard similarity (Broder, <em>On the resemblance and containment
 * of documents</em>, 1997).
 */
public final class Signature {
    /** Numbers in a signature. */
    public static final int PERMUTATIONS = 128;

    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Signature() {}

    /** Returns {@code long[PERMUTATIONS]}. */
    public static long[] of(long[] shingles) {
        long[] smallest = new long[PERMUTATIONS];
        for (int p = 0; p < PERMUTATIONS; p++) {
            long offset = (p + 1) * STEP;
            long least = Long.MAX_VALUE;
            for (long shingle : shingles) {
                least = Math.min(least, Shingles.mix(shingle + offset));
            }
            smallest[p] = least;
        }
        return smallest;
    }
}
