package dev.pith.prune;

/**
 * What every pruning is told of the training.
 *
 * @param samples how many samples there are, at least 1; ids go from 0 to {@code samples - 1}
 * @param epochs how many epochs are trained, at least 1
 * @param delta the share of the epochs that prune, from 0 to 1: epochs 0 to {@code floor(delta * epochs) - 1} do, those
 *     after them anneal, which is to say that they see every sample at weight 1
 * @param seed what all randomness follows from
 */
public record PruningSchedule(int samples, int epochs, double delta, long seed) {
    /** The share of epochs that prune which Qin et al. recommend. */
    public static final double DEFAULT_DELTA = 0.875;

    /** Checks the ranges. */
    public PruningSchedule {
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be at least 1, got " + samples);
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
        }
        if (!(delta >= 0 && delta <= 1)) {
            throw new IllegalArgumentException("delta must be in [0, 1], got " + delta);
        }
    }

    /** Returns a schedule with {@link #DEFAULT_DELTA}. */
    public static PruningSchedule of(int samples, int epochs, long seed) {
        return new PruningSchedule(samples, epochs, DEFAULT_DELTA, seed);
    }

    /** Returns whether an epoch, counted from 0, prunes. */
    public boolean prunes(int epoch) {
        return epoch < Share.floor(delta, epochs);
    }
}
