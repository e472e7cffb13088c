package dev.pith.prune;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Shares of a number of things, in the decimal that the user wrote: in floating point {@code 0.7 * 90} is less than 63.
 */
final class Share {
    private Share() {}

    /** Returns {@code floor(share * count)}. */
    static int floor(double share, int count) {
        return BigDecimal.valueOf(share)
                .multiply(BigDecimal.valueOf(count))
                .setScale(0, RoundingMode.FLOOR)
                .intValueExact();
    }
}
