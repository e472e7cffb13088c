package dev.pith.feature;

/**
 * How far inner products in float32 can be trusted: every bound on their error is made of what stands here.
 *
 * <p>{@link #error(Features, double, double)} is that of one inner product. Gains and similarities are inner products
 * times a factor, which comes from norms in double; {@link #SLACK} covers the roundings of both.
 *
 * <p>Products of rows that are very long overflow; those of very short ones underflow, which matters most under cosine,
 * where they are scaled up again. Such rows (samples that a network is sure of have gradients of 1e-20) are looked at
 * exactly at every step.
 */
public final class Float32 {
    /**
     * What bounds are multiplied by, because they and the values that they bound are computed in double. The norms and
     * the factor that a bound is made of are off by at most {@code (d / 2 + 8) 2^-53} of themselves, so the bound by
     * three times that. A factor times a float32 product is off by {@code 4 * 2^-53} of {@code |x| |y|} times the
     * factor, of which the bound is at least {@code 3 * 2^-24}: by less than 1e-8 of the bound. For d up to 2^31 both
     * together are below 1e-6.
     */
    public static final double SLACK = 1.0001;

    private static final double SHORTEST = 0x1p-40;
    private static final double SHORTEST_SQUARED = SHORTEST * SHORTEST;

    /** Of rows, squared; products of two of them, or of one and a query of {@link #LONGEST_QUERY}, stay below 2^121. */
    private static final double LONGEST_SQUARED = 0x1p80;

    private static final double LONGEST_QUERY = 0x1p80;

    /** A loss by underflow that is larger than this after weighting makes the exact product worth its time. */
    private static final double BEARABLE = 0x1p-24;

    private Float32() {}

    /**
     * Returns the factor e of the error of a float32 inner product of {@code terms} terms, summed in any order, with or
     * without fused multiply-add: {@code |computed - true| <= e * |x| * |y|}, e = k u / (1 - k u) with u = 2^-24
     * (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). k is two more than the terms: one for
     * rounding a double query to float32, one for rounding the result.
     *
     * @param terms fewer than 2^24 - 2
     */
    static double roundingFactor(int terms) {
        double ku = (terms + 2) * 0x1p-24;
        return ku / (1 - ku);
    }

    /**
     * Returns u of what underflow takes from a float32 inner product, {@code u (1 + |x| + |y|)}. Libraries may be built
     * to take numbers below the smallest normal float m for 0. That takes less than m from each of n products and of
     * their sums; and m from each number of x, times those of y: {@code m sqrt(n) |y|}, and likewise for y. What is
     * taken for 0 gets smaller, so that no other operation rounds more for it. So {@code 2 (n + 1) m} is enough.
     *
     * @param terms n
     */
    static double underflow(double terms) {
        return 2 * (terms + 1) * Float.MIN_NORMAL;
    }

    /**
     * Returns how far the approximate inner product of a row with another or with a query may lie from the true one,
     * unless it overflows: {@code e |x| |y| + u (1 + |x| + |y|)}. The second part is nothing beside the first, but for
     * very short vectors: u is of the size of the smallest normal float.
     */
    public static double error(Features features, double normX, double normY) {
        return features.approximationError() * normX * normY + features.underflow() * (1 + normX + normY);
    }

    /**
     * Returns how far {@code factor * <x, y>} may lie from the true one, of a positive factor, when float32 gave the
     * inner product.
     */
    public static double error(Features features, double factor, double normX, double normY) {
        return SLACK * factor * error(features, normX, normY);
    }

    /**
     * Returns whether inner products of rows of this norm with each other and with {@link #trustsQuery trusted queries}
     * tell anything.
     */
    public static boolean trusts(Similarity similarity, double squaredNorm) {
        return squaredNorm <= LONGEST_SQUARED && (similarity != Similarity.COSINE || squaredNorm >= SHORTEST_SQUARED);
    }

    /** Returns whether inner products of trusted rows with a query of this norm stay within range. */
    public static boolean trustsQuery(double norm) {
        return norm <= LONGEST_QUERY;
    }

    /**
     * Returns how far {@code scale w(x) <x, y>} may be off for any trusted row x when float32 gave the inner product.
     * Under cosine w(x) is 1 / |x|, and {@code w(x) (e |x| |y| + u (1 + |x| + |y|))} is largest where x is shortest;
     * else it is where x is longest.
     *
     * @param largestNorm of the trusted rows
     * @param norm of y
     */
    public static double gainError(Features features, Similarity similarity, double largestNorm, double norm) {
        double normX = similarity == Similarity.COSINE ? SHORTEST : largestNorm;
        return error(features, similarity.scale() * similarity.weight(normX * normX), normX, norm);
    }

    /**
     * Returns how far {@code scale w(x) w(y) <x, y>} may be off for any two rows, {@link #SLACK} aside, when float32
     * gave the inner product of those that {@link #heaviest} lets pass.
     *
     * @param largestNorm of the rows
     */
    public static double pairError(Features features, Similarity similarity, double largestNorm) {
        return similarity.scale()
                * (similarity == Similarity.COSINE
                        ? features.approximationError() + BEARABLE
                        : error(features, largestNorm, largestNorm));
    }

    /**
     * Returns the largest w(x) of rows whose inner product with a row y float32 may give. Under cosine w(x) is 1 / |x|,
     * so that {@code w(x) w(y) u (1 + |x| + |y|)} is {@code u (w(x) w(y) + w(x) + w(y))}, which must be bearable.
     *
     * @param weight w(y)
     */
    public static double heaviest(Features features, Similarity similarity, double weight) {
        return similarity == Similarity.COSINE
                ? (BEARABLE / features.underflow() - weight) / (1 + weight)
                : Double.POSITIVE_INFINITY;
    }
}
