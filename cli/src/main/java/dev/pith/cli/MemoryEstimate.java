package dev.pith.cli;

/** How much memory steps need besides mapped files, roughly and rather too much than too little. */
final class MemoryEstimate {
    /** The virtual machine, its code and its caches. */
    private static final long BASE = 200L << 20;

    /** Small images that the pixels features keep between their two passes. */
    private static final long THUMBNAILS = 256L << 20;

    /** A key, a label and the row of samples.csv. */
    private static final long SAMPLE = 250;

    /** Squared norm, ids, gains and the coordinates along a few directions. */
    private static final long POOLED_SAMPLE = 400;

    /** Rows that picking keeps in double. */
    private static final long CANDIDATES = 8192;

    private MemoryEstimate() {}

    static long pixels(int n) {
        return BASE + THUMBNAILS + n * SAMPLE;
    }

    static long bins(int n, int dimension) {
        return BASE + n * (SAMPLE + POOLED_SAMPLE) + Math.min(CANDIDATES, n) * dimension * Double.BYTES;
    }
}
