package dev.pith.objective;

/**
 * A monotone submodular function of sets of rows, together with the set picked so far, of which it keeps sums alone: no
 * row is looked at again. So it serves a pool ({@link RowObjective}) as well as a stream of rows that are gone when
 * the next comes.
 *
 * <p>A computed gain never grows while rows are picked, not even by rounding: an old gain bounds a new one.
 */
public interface RowFunction {
    /** Returns the length of a row. */
    int dimension();

    /**
     * Refuses a row that the function is not of.
     *
     * @param id of the sample, for the message
     * @throws IllegalArgumentException naming the id and what is wrong
     */
    void require(int id, double[] row);

    /** Returns what picking the row next would add. */
    double gain(double[] row);

    /** Picks a row, of which nothing is kept. */
    void pick(double[] row);
}
