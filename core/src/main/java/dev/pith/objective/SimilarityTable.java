package dev.pith.objective;

import dev.pith.parallel.Threads;

/**
 * All similarities of a pool, in two bytes each: {@code s(j, x)} is about {@code least(j) + step(j) * row(j)[x]}, of
 * 65,535 steps between the least and the largest of row j. Its twin in row x may differ.
 */
final class SimilarityTable {
    private static final int STEPS = Character.MAX_VALUE;

    private final char[][] rows;
    private final double[] least;
    private final double[] steps;
    private final double rounding;

    /** Computes them. */
    SimilarityTable(PairwiseSimilarity similarity, Threads threads) {
        int size = similarity.size();
        rows = new char[size][];
        least = new double[size];
        steps = new double[size];
        // What double arithmetic rounds here and in least + step * row is of numbers up to L.
        rounding = similarity.error() + 0x1p-48 * similarity.largest();
        similarity.forEachColumn(threads, this::keep);
    }

    private void keep(int j, float[] similarities) {
        float low = similarities[0];
        float high = similarities[0];
        for (float value : similarities) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        least[j] = low;
        steps[j] = Math.max(((double) high - low) / STEPS, Float.MIN_NORMAL); // where all are equal any step serves
        char[] row = new char[similarities.length];
        for (int x = 0; x < row.length; x++) {
            row[x] = (char) Math.min(STEPS, (int) ((similarities[x] - least[j]) / steps[j] + 0.5));
        }
        rows[j] = row;
    }

    /** Returns the bytes of Java heap that n samples take. */
    static long bytes(long n) {
        return (long) Character.BYTES * n * n;
    }

    /** Returns the similarities of j and each, in steps above the least of them; not copied. */
    char[] row(int j) {
        return rows[j];
    }

    /** Returns the least similarity of j and any. */
    double least(int j) {
        return least[j];
    }

    /** Returns what a step in the row of j is worth. */
    double step(int j) {
        return steps[j];
    }

    /** Returns how far what is read from the row of j may lie from the exact similarity. */
    double error(int j) {
        return 0.5 * steps[j] + rounding;
    }
}
