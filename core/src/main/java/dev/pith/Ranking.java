package dev.pith;

import org.jspecify.annotations.Nullable;

/**
 * Samples in the order in which they were picked; any prefix is a selection.
 *
 * @param ids each once; not copied
 * @param gains {@code gains[k]} is the gain of {@code ids[k]} when it was picked; not copied
 * @param weights {@code weights[k]} says for how many samples {@code ids[k]} stands, of the whole ranking and not of a
 *     prefix; null where all count alike; not copied
 */
public record Ranking(int[] ids, double[] gains, double @Nullable [] weights) {
    /** Checks that every id has a gain, and a weight if there are any. */
    public Ranking {
        if (ids.length != gains.length) {
            throw new IllegalArgumentException(ids.length + " ids, but " + gains.length + " gains");
        }
        if (weights != null && ids.length != weights.length) {
            throw new IllegalArgumentException(ids.length + " ids, but " + weights.length + " weights");
        }
    }

    /** Makes a ranking in which all count alike. */
    public Ranking(int[] ids, double[] gains) {
        this(ids, gains, null);
    }

    /** Returns the number of samples. */
    public int size() {
        return ids.length;
    }
}
