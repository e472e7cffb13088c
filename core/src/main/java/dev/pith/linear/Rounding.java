package dev.pith.linear;

/** What rounding in double may take from lengths of which bounds are made. */
final class Rounding {
    private Rounding() {}

    /**
     * Returns the factor by which squared lengths grow so that they bound what they stand for.
     *
     * <p>Two vectors x and y of length 1 and of d numbers have coordinates c and a along 32 directions q_k at most, and
     * rests r and s. With {@code E = (<q_j, q_k>) - I} is {@code <x, y> = <c, a> + <r, s> - <c, E a>}; a bound is
     * {@code <c, a>} and the product of the rests' lengths, from {@code |r|^2 <= |x|^2 - |c|^2 + |E|}. Let u = 2^-53.
     * An inner product is off by (d / 2 + 2) u, an entry of E by 64 u more for the subtractions of {@link Directions},
     * so that {@code |E| <= (16 d + 2112) u}. So {@code <c, a>} is off by (3.1 d + 16) u, and a squared rest by |E| +
     * (6.7 d + 60) u. When both squared lengths grow by f, {@code |r| |s|} grows by what is left of f at least
     * (Cauchy-Schwarz). That makes up for all when f is 2 |E| + (9.8 d + 76) u, which is (42 d + 4300) u: less than
     * 1e-9 for d up to 140,000, less than 64 d u beyond.
     *
     * <p>A length by itself, or a weight, is off by (d / 2 + 4) u at most, which is less.
     *
     * @param dimension d
     */
    static double growth(int dimension) {
        return 1 + Math.max(1e-9, dimension * 0x1p-47);
    }
}
