package dev.pith.objective;

import java.util.Arrays;

/** Each candidate's gain when it was last computed: a bound for objectives whose computed gains never grow. */
final class KnownGains {
    private final double[] gains;

    /** Knows nothing yet. */
    KnownGains(int size) {
        gains = new double[size];
        Arrays.fill(gains, Double.POSITIVE_INFINITY);
    }

    /** Returns the gain, and remembers it. */
    double keep(int candidate, double gain) {
        gains[candidate] = gain;
        return gain;
    }

    /** Returns the last gain; infinite before the first. */
    double last(int candidate) {
        return gains[candidate];
    }
}
