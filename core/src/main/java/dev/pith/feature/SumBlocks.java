package dev.pith.feature;

/**
 * The order of every sum over samples: within blocks of {@value #SIZE} ids in the order of ids, then block after block.
 * So the same bits come out whoever sums a block, one thread or another, this machine or one of a cluster.
 */
public final class SumBlocks {
    /** The block of an id is what is left of it without so many of its last bits. */
    public static final int BITS = 12;

    /** How many ids a block has. */
    public static final int SIZE = 1 << BITS;

    private SumBlocks() {}

    /** Returns the number of the block in which an id lies. */
    public static int of(int id) {
        return id >>> BITS;
    }
}
