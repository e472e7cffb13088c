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

    /**
     * Returns the half nearest to a value, of two as near the even one; what is too large for a half becomes infinite.
     */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (!(magnitude < 65520)) { // half a step above the largest half, or NaN
            int fraction = Float.isNaN(value) ? 1 << (EXPONENT_SHIFT - 1) : 0;
            return (short) (sign | (LARGEST_EXPONENT << EXPONENT_SHIFT) | fraction);
        }
        // Steps between halves are 2^-24 up to 2^-14 and double with every power of two from there on.
        int exponent = Math.max(-14, Math.getExponent(magnitude));
        int steps = (int) Math.rint(Math.scalb((double) magnitude, EXPONENT_SHIFT - exponent));
        return (short)
                (sign | (((exponent + 14) << EXPONENT_SHIFT) + steps)); // a carry ends in the exponent, as it should
    }
}
