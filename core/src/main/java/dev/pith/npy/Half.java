package dev.pith.npy;

/** Numbers of 16 bits (IEEE 754 binary16): sign, 5 bits of exponent, 10 of fraction. */
public final class Half {
    private static final int EXPONENT_SHIFT = 10;
    private static final int FRACTION = 0x3ff;
    private static final int LARGEST_EXPONENT = 0x1f;

    private Half() {}

    /** Returns the value, exactly; every half is a float. */
    public static float toFloat(short bits) {
        int exponent = (bits >>> EXPONENT_SHIFT) & LARGEST_EXPONENT;
        int fraction = bits & FRACTION;
        float magnitude;
        if (exponent == LARGEST_EXPONENT) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb((float) (FRACTION + 1 + fraction), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
