package dev.pith.sample;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How many samples to keep: a share or a number of them.
 *
 * @param text as it was given
 * @param share from 0 (exclusive) to 1, or null when a number was given
 * @param count the number, or -1 when a share was given
 */
public record Budget(String text, @org.jspecify.annotations.Nullable BigDecimal share, int count) {
    /**
     * Reads a budget: a number with a decimal point is a ratio up to 1, one with {@code %} a percentage, an
     * integer a count.
     *
     * @throws IllegalArgumentException saying the rule, for anything else
     */
    public static Budget parse(String text) {
        String trimmed = text.trim();
        try {
            if (trimmed.endsWith("%")) {
                BigDecimal percent = new BigDecimal(trimmed.substring(0, trimmed.length() - 1));
                return ofShare(trimmed, percent.movePointLeft(2), "a percentage must be above 0 % and at most 100 %");
            }
            if (trimmed.indexOf('.') >= 0) {
                return ofShare(trimmed, new BigDecimal(trimmed), "a ratio must be above 0 and at most 1");
            }
            int count = Integer.parseInt(trimmed);
            if (count < 1) {
                throw new IllegalArgumentException("a count must be at least 1, got " + trimmed);
            }
            return new Budget(trimmed, null, count);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "expected a ratio (0.125), a percentage (12.5%) or a count (500), got '" + text + "'", notANumber);
        }
    }

    private static Budget ofShare(String text, BigDecimal share, String rule) {
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(rule + ", got " + text);
        }
        return new Budget(text, share, -1);
    }

    /**
     * Returns the number of samples out of {@code n}, at least 1; half rounds up.
     *
     * @throws IllegalArgumentException when a share of n rounds to none, naming the smallest that does not; or a count
     *     is larger than n
     */
    public int of(int n) {
        if (share != null) {
            int kept = share.multiply(BigDecimal.valueOf(n))
                    .setScale(0, RoundingMode.HALF_UP)
                    .intValueExact();
            if (kept == 0) {
                throw new IllegalArgumentException(text + " of " + n + " samples rounds to none; keep more"
                        + (n == 0 ? "" : ", at least " + smallestShare(n) + " or 1 sample"));
            }
            return kept;
        }
        if (count > n) {
            throw new IllegalArgumentException("cannot keep " + count + " of " + n + " samples");
        }
        return count;
    }

    /** Returns the least share that keeps one sample, as the text of this one is written, in three digits. */
    private String smallestShare(int n) {
        BigDecimal least = new BigDecimal("0.5").divide(BigDecimal.valueOf(n), new MathContext(3, RoundingMode.UP));
        return text.endsWith("%")
                ? least.movePointRight(2).stripTrailingZeros().toPlainString() + "%"
                : least.stripTrailingZeros().toPlainString();
    }
}
