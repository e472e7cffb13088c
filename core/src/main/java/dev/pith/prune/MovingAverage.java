package dev.pith.prune;

/** An exponential moving average that begins with its first value. */
final class MovingAverage {
    /** The weight of a new value, that of the rivals in InfoBatch's published experiments. */
    static final double MOMENTUM = 0.8;

    private MovingAverage() {}

    /**
     * Returns the average with one value more.
     *
     * @param average NaN before the first value
     */
    static float next(float average, float value) {
        return Float.isNaN(average) ? value : (float) (average + MOMENTUM * (value - (double) average));
    }
}
