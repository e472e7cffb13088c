package dev.pith.check;

import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds all pairs of 64-bit hashes that differ in at most {@value #MOST_BITS} bits.
 *
 * <p>The bits are cut into {@value #BANDS} bands. Two hashes that differ in fewer bits than there are bands agree in
 * one band at least, so it is enough to compare those that share a band, and each pair counts in the first band that it
 * shares. Exact; time n times the samples that share a band: n / 128 in each of nine, where hashes are spread.
 */
public final class NearHashes {
    /** How many bits may differ. */
    public static final int MOST_BITS = 8;

    private static final int BANDS = MOST_BITS + 1;
    private static final int WIDTH = Long.SIZE / BANDS; // the last band has what is left

    private static final int BLOCK = 1024; // hashes that a thread takes at a time

    private NearHashes() {}

    /** Says of a pair whose hashes are near whether it counts; called by several threads. */
    @FunctionalInterface
    public interface Filter {
        /** Returns whether the pair counts. */
        boolean test(int i, int j);
    }

    /** Takes a pair; called by one thread. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a pair.
         *
         * @param i the lower position
         * @param j the higher position
         */
        void accept(int i, int j);
    }

    /**
     * Finds the pairs, by the lower position of each and then by the higher.
     *
     * @param filter leaves out pairs that do not count
     * @param threads not owned; the order does not depend on how many there are
     */
    public static void pairs(long[] hashes, Filter filter, Threads threads, Sink sink) {
        int[][] byBand = new int[BANDS][];
        threads.forEach(BANDS, b -> byBand[b] = sorted(hashes, b));
        int blocks = (hashes.length + BLOCK - 1) / BLOCK;
        int[][][] found = new int[blocks][][];
        threads.forEach(blocks, k -> {
            int from = k * BLOCK;
            int to = Math.min(hashes.length, from + BLOCK);
            found[k] = new int[to - from][];
            for (int i = from; i < to; i++) {
                found[k][i - from] = near(hashes, byBand, filter, i);
            }
        });
        for (int k = 0; k < blocks; k++) {
            for (int i = 0; i < found[k].length; i++) {
                for (int j : found[k][i]) {
                    sink.accept(k * BLOCK + i, j);
                }
            }
        }
    }

    /** Returns the positions after i that are near it, ascending. */
    private static int[] near(long[] hashes, int[][] byBand, Filter filter, int i) {
        IntStream.Builder near = IntStream.builder();
        for (int b = 0; b < BANDS; b++) {
            int[] order = byBand[b];
            long value = band(hashes[i], b);
            for (int at = first(hashes, order, b, value); at < order.length; at++) {
                int j = order[at];
                if (band(hashes[j], b) != value) {
                    break;
                }
                if (j > i
                        && Long.bitCount(hashes[i] ^ hashes[j]) <= MOST_BITS
                        && firstShared(hashes[i], hashes[j]) == b
                        && filter.test(i, j)) {
                    near.add(j);
                }
            }
        }
        return near.build().sorted().toArray();
    }

    private static int firstShared(long x, long y) {
        int b = 0;
        while (band(x, b) != band(y, b)) {
            b++;
        }
        return b;
    }

    /** Returns the first place in an order by a band where the band has at least a value. */
    private static int first(long[] hashes, int[] order, int b, long value) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (band(hashes[order[middle]], b) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int[] sorted(long[] hashes, int b) {
        long[] keys = new long[hashes.length];
        Arrays.setAll(keys, i -> band(hashes[i], b) << Integer.SIZE | i);
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private static long band(long hash, int b) {
        long shifted = hash >>> (b * WIDTH);
        return b == BANDS - 1 ? shifted : shifted & ((1L << WIDTH) - 1);
    }
}
