package dev.pith.objective;

/**
 * A function of sets of samples of one pool, together with the set picked so far.
 *
 * <p>A candidate is named by its position in the pool, from 0 to {@link #size()} - 1; positions ascend with ids, so a
 * tie that goes to the lowest position goes to the lowest id. Not safe for use by several threads.
 */
public interface Objective {
    /** Returns the number of samples in the pool. */
    int size();

    /** Returns the id of the sample at a position. */
    int id(int candidate);

    /** Returns what picking the candidate next would add; this value decides. Undefined for what is picked already. */
    double gain(int candidate);

    /**
     * Returns a number that {@link #gain} does not exceed now, found much faster; infinite when there is no such. It
     * depends on what is picked and holds whether or not the function is submodular.
     */
    default double bound(int candidate) {
        return Double.POSITIVE_INFINITY;
    }

    /** Returns whether bounds are the same on every processor, so that they may decide a pick. */
    default boolean boundsDecide() {
        return true;
    }

    /** Picks a candidate that is not picked yet. */
    void pick(int candidate);

    /** Returns whether true gains never rise as the picked set grows, so that an old gain bounds a new one. */
    boolean submodular();

    /**
     * Returns by how much a computed gain may rise from one pick to a later one by rounding alone; 0 when it cannot.
     */
    default double roundingSlack() {
        return 0;
    }
}
