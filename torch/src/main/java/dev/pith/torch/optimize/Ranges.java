package dev.pith.torch.optimize;

/** What numbers may be. */
public final class Ranges {
    private Ranges() {}

    public static void fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be a number of 0 or more, got " + value);
        }
    }
}
