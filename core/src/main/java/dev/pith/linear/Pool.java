package dev.pith.linear;

import dev.pith.feature.Moments;

/**
 * The rows that are left to pick from, wherever they lie. The picking loop needs no more of them than this.
 *
 * <p>Not safe for use by several threads at once.
 */
public interface Pool {
    /** Returns the number of rows left. */
    int size();

    /**
     * Returns the moments of the rows left, summed in the order of {@link dev.pith.feature.SumBlocks}, whatever
     * computes them.
     */
    Moments moments();

    /**
     * Returns the rows whose gains are the largest now, by approximate gain, and a bound on all others. All rows are
     * promising when {@code most} is at least {@link #size()}.
     *
     * @param most the number of rows to return, positive
     */
    Candidates best(LinearGain gain, int most);

    /** Takes out rows that were picked. */
    void forget(int[] ids);
}
