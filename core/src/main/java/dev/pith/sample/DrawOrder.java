package dev.pith.sample;

import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.random.Priority;
import java.util.Arrays;

/**
 * One seeded order of all samples. A selection of M samples is its first M, so that a smaller selection is always a
 * part of a larger one.
 *
 * <p>Classes take turns so that each keeps within one of its share at every M, and inside a class so do its bins; see
 * {@link FairSchedule}. Inside a cell (class, bin) the order is random by {@link Priority}. (The published code draws
 * the same positions from every bin, and its selections of different sizes are not nested.)
 */
public final class DrawOrder {
    private DrawOrder() {}

    /**
     * Returns all binned ids in draw order.
     *
     * @param n the number of samples of the source
     */
    public static int[] of(Binning binning, Classes classes, int n, long seed) {
        int[] binOf = binning.binOf(n);
        int bins = binning.bins().size();
        int[][] byClass = new int[classes.count()][];
        for (int c = 0; c < byClass.length; c++) {
            byClass[c] = orderOfClass(classes.ids()[c], binOf, bins, c % bins, seed);
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

    private static int[] orderOfClass(int[] ids, int[] binOf, int bins, int firstBin, long seed) {
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
        int[] turns = FairSchedule.of(sizes, firstBin);
        int[] order = new int[turns.length];
        for (int t = 0; t < turns.length; t++) {
            int k = turns[t];
            order[t] = cells[k][next[k]++];
        }
        return order;
    }
}
