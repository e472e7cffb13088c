package dev.pith.sample;

import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One seeded order of all samples. A selection of M samples is its first M, so that a smaller selection is always a
 * part of a larger one.
 *
 * <p>Classes take turns so that each keeps within one of its share at every M, and inside a class so do its bins; see
 * {@link FairSchedule}. Inside a cell (class, bin) the order is random by {@link Priority}. (The published code draws
 * the same positions from every bin, and its selections of different sizes are not nested.)
 */
public final class DrawOrder {
    /** Keeps where bins begin apart from what else is drawn by the same seed. */
    private static final long SALT = 0x736861726573L;

    private DrawOrder() {}

    /**
     * Returns all binned ids in draw order, bins in proportion to their sizes.
     *
     * @param n the number of samples of the source
     */
    public static int[] of(Binning binning, Classes classes, int n, long seed) {
        int bins = binning.bins().size();
        return of(binning, classes, n, seed, (c, sizes) -> FairSchedule.of(sizes, c % bins));
    }

    /**
     * Returns all binned ids in draw order, bins in proportion to shares of their own. In a class, turn j (from 0) of a
     * bin comes at {@code (j + u) / share}, u from 0 to 1 by seed, class and bin, so that which bin is first differs
     * from class to class; a bin that runs out leaves its turns to the others. Bins without a share come last.
     *
     * @param n the number of samples of the source
     * @param shares of every bin, not negative
     */
    public static int[] of(Binning binning, Classes classes, int n, long seed, double[] shares) {
        return of(binning, classes, n, seed, (c, sizes) -> {
            long ofClass = Priority.of((int) classes.labels()[c], seed ^ SALT);
            double[] first = new double[sizes.length];
            Arrays.setAll(first, k -> (Priority.of(k, ofClass) >>> 11) * 0x1p-53);
            return turns(sizes, shares, first);
        });
    }

    /** Returns whose turn it is, for every turn. */
    private static int[] turns(int[] sizes, double[] shares, double[] first) {
        int[] had = new int[sizes.length];
        int[] turns = new int[Arrays.stream(sizes).sum()];
        for (int t = 0; t < turns.length; t++) {
            int next = -1;
            double earliest = 0;
            for (int k = 0; k < sizes.length; k++) {
                double time = (had[k] + first[k]) / shares[k]; // infinite, or not a number, without a share
                if (had[k] < sizes[k] && (next < 0 || time < earliest || (Double.isNaN(earliest) && time >= 0))) {
                    next = k;
                    earliest = time;
                }
            }
            turns[t] = next;
            had[next]++;
        }
        return turns;
    }

    private static int[] of(
            Binning binning, Classes classes, int n, long seed, BiFunction<Integer, int[], int[]> turnsOfClass) {
        int[] binOf = binning.binOf(n);
        int bins = binning.bins().size();
        int[][] byClass = new int[classes.count()][];
        for (int c = 0; c < byClass.length; c++) {
            int ofClass = c;
            byClass[c] = orderOfClass(classes.ids()[c], binOf, bins, sizes -> turnsOfClass.apply(ofClass, sizes), seed);
        }
        int[] turns = FairSchedule.of(
                Arrays.stream(byClass).mapToInt(ids -> ids.length).toArray(), 0);
        int[] next = new int[byClass.length];
        int[] order = new int[turns.length];
        for (int t = 0; t < turns.length; t++) {
            int c = turns[t];
            order[t] = byClass[c][next[c]++];
        }
        return order;
    }

    private static int[] orderOfClass(int[] ids, int[] binOf, int bins, UnaryOperator<int[]> turnsOf, long seed) {
        int[] sizes = new int[bins];
        for (int id : ids) {
            if (binOf[id] >= 0) {
                sizes[binOf[id]]++;
            }
        }
        int[][] cells = new int[bins][];
        Arrays.setAll(cells, k -> new int[sizes[k]]);
        int[] next = new int[bins];
        for (int id : Priority.shuffled(ids, seed)) {
            if (binOf[id] >= 0) {
                cells[binOf[id]][next[binOf[id]]++] = id;
            }
        }
        Arrays.fill(next, 0);
        int[] turns = turnsOf.apply(sizes);
        int[] order = new int[turns.length];
        for (int t = 0; t < turns.length; t++) {
            int k = turns[t];
            order[t] = cells[k][next[k]++];
        }
        return order;
    }
}
