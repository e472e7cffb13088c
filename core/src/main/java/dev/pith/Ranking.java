package dev.pith;

/**
 * Samples in the order in which they were picked; any prefix is a selection.
 *
 * @param ids each once; not copied
 * @param gains {@code gains[k]} is the gain of {@code ids[k]} when it was picked; not copied
 */
public record Ranking(int[] ids, double[] gains) {
    /** Checks that every id has a gain. */
    public Ranking {
        if (ids.length != gains.length) {
            throw new IllegalArgumentException(ids.length + " ids, but " + gains.length + " gains");
        }
    }

    /** Returns the number of samples. */
    public int size() {
        return ids.length;
    }
}
