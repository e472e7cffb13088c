package dev.pith.feature;

/**
 * The similarities that are an inner product of rows, up to a scale per row and terms in the squared norms:
 * {@code s(x, y) = scale * w(x) * w(y) * <x, y> + offset - [sqeuclid] (|x|^2 + |y|^2)}.
 *
 * <p>That form is what makes a sum of similarities to a whole set one inner product; see {@link Moments}.
 */
public enum Similarity {
    /** {@code 0.5 + 0.5 cos(x, y)}, from 0 to 1. A row of zeros has no direction and must be left out before. */
    COSINE(0.5, 0.5),
    /** {@code <x, y>}, of any sign. */
    DOT(1, 0),
    /** {@code -|x - y|^2}, never positive; the formula of the paper (Zhou et al. 2023, eq. 3). */
    SQEUCLID(2, 0);

    private final double scale;
    private final double offset;

    Similarity(double scale, double offset) {
        this.scale = scale;
        this.offset = offset;
    }

    /** Returns the factor of the inner product. */
    public double scale() {
        return scale;
    }

    /** Returns the similarity that two rows have whatever their inner product, squared norms aside. */
    public double offset() {
        return offset;
    }

    /** Returns whether the squared norms are subtracted. */
    public boolean subtractsNorms() {
        return this == SQEUCLID;
    }

    /** Returns w(x), the factor of a row with this squared norm: 1 / |x| for cosine, else 1. */
    public double weight(double squaredNorm) {
        return this == COSINE ? 1 / Math.sqrt(squaredNorm) : 1;
    }

    /**
     * Returns the similarity of two rows with this inner product and these squared norms. Cosine divides by one root of
     * both norms, which makes equal rows exactly 1 alike.
     */
    public double of(double dot, double squaredNormX, double squaredNormY) {
        return switch (this) {
            case COSINE -> 0.5 + 0.5 * (dot / Math.sqrt(squaredNormX * squaredNormY));
            case DOT -> dot;
            case SQEUCLID -> 2 * dot - (squaredNormX + squaredNormY);
        };
    }
}
