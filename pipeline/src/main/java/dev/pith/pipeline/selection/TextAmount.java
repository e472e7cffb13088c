package dev.pith.pipeline.selection;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A number of tokens or bytes.
 *
 * @param text as it was given
 * @param value at least 1
 */
public record TextAmount(String text, long value) {
    /**
     * Reads a number, perhaps with k, M or G for thousands, millions and milliards: {@code 1.5M}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TextAmount parse(String text) {
        String trimmed = text.strip();
        int power = trimmed.isEmpty()
                ? -1
                : " kmg".indexOf(trimmed.toLowerCase(Locale.ROOT).charAt(trimmed.length() - 1));
        String number = power > 0 ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        try {
            long value = new BigDecimal(number)
                    .movePointRight(3 * Math.max(0, power))
                    .longValueExact();
            if (value < 1) {
                throw new IllegalArgumentException("must be at least 1, got " + text);
            }
            return new TextAmount(trimmed, value);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected a whole number such as 500000, 500k or 1.5M, got '" + text + "'", e);
        }
    }
}
