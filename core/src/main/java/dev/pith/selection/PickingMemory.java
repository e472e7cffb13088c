package dev.pith.selection;

import dev.pith.feature.Features;
import dev.pith.run.MemoryLimit;

/** How much memory picking needs besides mapped files, roughly and rather too much than too little. */
public final class PickingMemory {
    /** The virtual machine, its code and its caches. */
    private static final long BASE = 200L << 20;

    /** A key, a label and the row of samples.csv. */
    private static final long SAMPLE = 250;

    /** Squared norm, ids, gains, the coordinates along a few directions and the similarities to picks made ahead. */
    private static final long POOLED_SAMPLE = 700;

    /** The most that picking keeps of similarities between candidates, a byte each, if nothing is to spare. */
    private static final long COLUMNS = 144L << 20;

    /** Vectors as long as a row, in double: sums, queries, principal directions. */
    private static final long VECTORS = 128;

    private PickingMemory() {}

    /**
     * Stops a work that would not fit.
     *
     * @param work what would be done, as the beginning of a sentence
     * @throws dev.pith.PithException naming what it needs
     */
    static void require(String work, Features features, MemoryLimit memory) {
        memory.require(work, of(features.size(), features.dimension()), "use features of fewer dimensions");
    }

    /** Returns the bytes that are left beside what picking from the rows needs: similarities kept make it faster. */
    static long spare(Features features, MemoryLimit memory) {
        return Math.max(0, memory.bytes() - of(features.size(), features.dimension()));
    }

    /** Returns the bytes that picking from n rows needs. */
    public static long of(int n, int dimension) {
        long columns = Math.min(COLUMNS, (long) n * n);
        return BASE + n * (SAMPLE + POOLED_SAMPLE) + columns + VECTORS * dimension * Double.BYTES;
    }
}
