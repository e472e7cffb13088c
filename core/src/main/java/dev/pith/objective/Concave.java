package dev.pith.objective;

import java.util.Locale;

/** Functions g of a count with diminishing returns: g(0) = 0, increasing, concave. */
public enum Concave {
    /** {@code sqrt(c)}. */
    SQRT {
        @Override
        double gain(double count, double more) {
            return more / (Math.sqrt(count + more) + Math.sqrt(count));
        }
    },
    /** {@code log(1 + c)}. */
    LOG {
        @Override
        double gain(double count, double more) {
            return StrictMath.log1p(more / (1 + count));
        }
    },
    /** {@code c / (1 + c)}, which ends at 1. */
    SATURATING {
        @Override
        double gain(double count, double more) {
            return more / ((1 + count) * (1 + (count + more)));
        }
    };

    /**
     * Returns {@code g(count + more) - g(count)}, in a form that rounding leaves monotone: it does not grow with the
     * count, not even by its last bit.
     *
     * @param more positive
     */
    abstract double gain(double count, double more);

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
