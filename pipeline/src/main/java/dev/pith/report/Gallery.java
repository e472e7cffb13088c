package dev.pith.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which samples the page shows as they are: the first picks of the bins under each other, the last picks of the last
 * bin, and some that were kept and some that were not.
 *
 * <p>Where bins were made class by class, a column holds one class in every row, so that rows can be compared.
 *
 * @param rows in the order they are shown
 */
record Gallery(List<Row> rows) {
    static final int ROWS_AT_MOST = 10;
    static final int COLUMNS = 12;
    private static final int SOME = 2 * COLUMNS;

    /** What a row shows. */
    enum Kind {
        FIRST_PICKS,
        LAST_PICKS,
        KEPT,
        NOT_KEPT
    }

    /**
     * Samples side by side.
     *
     * @param bin which bin, or {@link Samples#NO_BIN} where the row is not about one
     */
    record Row(Kind kind, int bin, int[] ids) {}

    static Gallery of(Samples samples, Cells cells) {
        List<Row> rows = new ArrayList<>();
        int[] bins = IntStream.range(0, cells.bins()).toArray();
        int[] shownBins = Cells.evenlySpaced(bins, ROWS_AT_MOST);
        for (int bin : shownBins) {
            add(rows, Kind.FIRST_PICKS, bin, picks(cells, bin, true));
        }
        if (bins.length > 0) {
            add(rows, Kind.LAST_PICKS, bins.length - 1, picks(cells, bins.length - 1, false));
        }
        if (samples.selectedCount() > 0) {
            add(rows, Kind.KEPT, Samples.NO_BIN, some(samples, true));
            add(rows, Kind.NOT_KEPT, Samples.NO_BIN, some(samples, false));
        }
        return new Gallery(List.copyOf(rows));
    }

    private static void add(List<Row> rows, Kind kind, int bin, int[] ids) {
        if (ids.length > 0) {
            rows.add(new Row(kind, bin, ids));
        }
    }

    /** Returns the first (or last) picks of a bin, of {@link #COLUMNS} strata at most. */
    private static int[] picks(Cells cells, int bin, boolean first) {
        int[] strata = Cells.evenlySpaced(IntStream.range(0, cells.strata()).toArray(), COLUMNS);
        int perStratum = COLUMNS / strata.length;
        return Arrays.stream(strata)
                .flatMap(stratum -> {
                    int[] ids = cells.ids(stratum, bin);
                    int count = Math.min(perStratum, ids.length);
                    int from = first ? 0 : ids.length - count;
                    return Arrays.stream(ids, from, from + count);
                })
                .toArray();
    }

    private static int[] some(Samples samples, boolean selected) {
        int[] ids = IntStream.range(0, samples.size())
                .filter(id -> samples.selected()[id] == selected)
                .toArray();
        return Cells.evenlySpaced(ids, SOME);
    }
}
