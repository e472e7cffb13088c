package dev.pith.report;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The samples of a run in cells: one cell per stratum (a class when bins were made class by class, else everything) and
 * bin, each in pick order. The last cell of a stratum, number {@link #bins()}, holds its samples without a bin.
 */
final class Cells {
    private final int strata;
    private final int bins;
    private final int[][] ids;
    private final int[] sizes;

    private Cells(int strata, int bins, int[][] ids, int[] sizes) {
        this.strata = strata;
        this.bins = bins;
        this.ids = ids;
        this.sizes = sizes;
    }

    /**
     * Sorts samples into cells.
     *
     * @param stratified whether every class is a stratum of its own
     * @param usable tells which ids take part; an unreadable sample has no features to speak of
     */
    static Cells of(Samples samples, boolean stratified, IntPredicate usable) {
        int strata = stratified && samples.labelled() ? samples.classNames().length : 1;
        int bins = samples.bins();
        int[] sizes = new int[strata * (bins + 1)];
        int[] cell = new int[samples.size()];
        for (int id = 0; id < cell.length; id++) {
            int stratum = strata == 1 ? 0 : samples.classes()[id];
            int bin = samples.bin()[id] == Samples.NO_BIN ? bins : samples.bin()[id];
            cell[id] = usable.test(id) ? stratum * (bins + 1) + bin : -1;
            if (cell[id] >= 0) {
                sizes[cell[id]]++;
            }
        }
        int[][] ids = new int[sizes.length][];
        for (int c = 0; c < sizes.length; c++) {
            ids[c] = new int[sizes[c]];
        }
        int[] filled = new int[sizes.length];
        for (int id = 0; id < cell.length; id++) {
            if (cell[id] >= 0) {
                ids[cell[id]][filled[cell[id]]++] = id;
            }
        }
        for (int c = 0; c < ids.length; c++) {
            if (c % (bins + 1) < bins) {
                sortByRank(ids[c], samples.rank());
            }
        }
        return new Cells(strata, bins, ids, sizes);
    }

    private static void sortByRank(int[] ids, int[] rank) {
        long[] keys = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            keys[i] = ((long) rank[ids[i]] << 32) | ids[i];
        }
        Arrays.sort(keys);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) keys[i];
        }
    }

    /**
     * Returns cells with about {@code total} ids in all, drawn along the pick order, the first and the last of a cell
     * always among them; {@link #size} still tells the whole. Returns these cells when they hold no more than that.
     */
    Cells thinned(long total) {
        long all = Arrays.stream(sizes).asLongStream().sum();
        if (all <= total) {
            return this;
        }
        int[][] fewer = new int[ids.length][];
        for (int c = 0; c < ids.length; c++) {
            int count =
                    (int) Math.min(ids[c].length, Math.max(2, (long) Math.ceil((double) ids[c].length * total / all)));
            fewer[c] = Draw.some(ids[c], count);
        }
        return new Cells(strata, bins, fewer, sizes);
    }

    /** Returns {@code count} of the values, the first and the last among them when {@code count} is at least 2. */
    static int[] evenlySpaced(int[] values, int count) {
        int[] chosen = new int[Math.min(count, values.length)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = values[spacedPosition(i, chosen.length, values.length)];
        }
        return chosen;
    }

    /** Returns the {@code i}-th of {@code count} evenly spaced positions in {@code 0..length - 1}. */
    static int spacedPosition(int i, int count, int length) {
        return count == 1 ? 0 : (int) Math.round((double) i * (length - 1) / (count - 1));
    }

    /** Returns whether cells hold fewer ids than they stand for. */
    boolean thin() {
        for (int c = 0; c < ids.length; c++) {
            if (ids[c].length < sizes[c]) {
                return true;
            }
        }
        return false;
    }

    int strata() {
        return strata;
    }

    int bins() {
        return bins;
    }

    /** Returns the ids of a cell in pick order, a part of them when the cells are thinned; not copied. */
    int[] ids(int stratum, int bin) {
        return ids[stratum * (bins + 1) + bin];
    }

    /** Returns how many samples a cell stands for. */
    int size(int stratum, int bin) {
        return sizes[stratum * (bins + 1) + bin];
    }

    /** Returns all ids held: bin by bin, inside a bin stratum by stratum, last those without a bin. */
    int[] allIds() {
        int[] all = new int[Arrays.stream(ids).mapToInt(cell -> cell.length).sum()];
        int filled = 0;
        for (int bin = 0; bin <= bins; bin++) {
            for (int stratum = 0; stratum < strata; stratum++) {
                int[] cell = ids(stratum, bin);
                System.arraycopy(cell, 0, all, filled, cell.length);
                filled += cell.length;
            }
        }
        return all;
    }
}
