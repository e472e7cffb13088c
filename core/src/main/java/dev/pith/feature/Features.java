package dev.pith.feature;

/**
 * The features of n samples: row {@code i} belongs to the sample with id {@code i}.
 *
 * <p>A row may be stored as it is ({@code DenseFeatures}) or as two factors whose product is never formed ({@code
 * GradientFactors}). Either way a row is a vector of {@link #dimension()} numbers with an inner product.
 *
 * <p>There are two kinds of answers. <em>Exact</em> ones are computed in double by plain loops in a fixed order, so
 * that they have the same bits on every machine and for every number of threads; they decide. <em>Approximate</em> ones
 * come from float32 BLAS, lie within {@link Float32#error(Features, double, double)} of the true value unless they
 * overflow, and may only tell what is not worth looking at.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
public interface Features extends AutoCloseable {

    /** Returns n, the number of rows. */
    int size();

    /** Returns the length of a row as a vector, and so of every query and sum. */
    int dimension();

    /** Returns {@code <row i, row j>}, exact. */
    double dot(int i, int j);

    /**
     * Returns {@code <row i, query>}, exact.
     *
     * @param query a vector of {@link #dimension()} numbers
     */
    double dot(int i, double[] query);

    /** Adds {@code scale * row i} to {@code sum}, a vector of {@link #dimension()} numbers, in double. */
    void add(int i, double scale, double[] sum);

    /** Returns {@code <row i, row i>}, exact; kept in memory. */
    double squaredNorm(int i);

    /**
     * Returns e of {@link Float32#error(Features, double, double)}: the rounding error relative to the product of the
     * two norms.
     */
    double approximationError();

    /**
     * Returns u of {@link Float32#error(Features, double, double)}: what underflow may take whatever the vectors are,
     * if not long.
     */
    double underflow();

    /**
     * Writes approximate inner products of rows with one query.
     *
     * @param rows ascending row numbers
     * @param query a vector of {@link #dimension()} numbers
     * @param out {@code out[k]} becomes {@code <row rows[k], query>}
     */
    void approximateDots(int[] rows, double[] query, float[] out);

    /**
     * Writes approximate inner products of rows with other rows.
     *
     * @param rows ascending row numbers
     * @param columns row numbers
     * @param out {@code out[c][k]} becomes {@code <row rows[k], row columns[c]>}
     */
    void approximateDots(int[] rows, int[] columns, float[][] out);

    /**
     * Returns these rows as features of their own, row k being {@code rows[k]}, side by side in native memory: products
     * of many of them with few others read them from end to end. Closing what is returned frees its memory at once.
     *
     * @param rows row numbers of these features, which must not be closed before what is returned
     */
    Features sideBySide(int[] rows);

    /** Releases the memory or the mapped file behind the rows. */
    @Override
    void close();
}
