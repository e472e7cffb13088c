package dev.pith.linear;

/** A pool whose rows lie elsewhere: asking it takes long, and not all of its rows may be asked for. */
public interface DistantPool extends Pool {
    /** Returns how many rows {@link #best} may be asked for at once. */
    int mostAtOnce();

    /**
     * Returns how many of some picks stand, made one after the other: before the first pick that a row of the pool
     * beats, with a larger gain or an equal one and a lower id.
     *
     * @param before the gain before these picks
     * @param candidates holds their rows
     * @param ids what was picked, in order; no row of the pool that is a candidate beats any of them
     * @param gains the exact gain of each when it was picked
     */
    int standing(LinearGain before, Candidates candidates, int[] ids, double[] gains);
}
