package dev.pith.objective;

import dev.pith.IntGroups;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where in a large pool the most similar of each sample are looked for. Some samples are pivots, drawn at random, and
 * each sample is in the cell of the pivot that is most similar to it. The samples of a cell are compared with all those
 * of the cells whose pivots are among the m most similar to one of them.
 *
 * <p>m is measured: of some samples all neighbours are found, and m is the least at which 95 % of these are in cells
 * that their samples ask for; those beside them ask for others, so that more are found. It does not depend on
 * threads or processor.
 */
final class NeighborCells {
    /** Pivots per root of the number of samples: more find more at equal cost, but are compared with all samples. */
    private static final int PIVOTS = 8;

    private static final int MEASURED = 256;
    private static final int SHARES = 32;
    private static final double RECALL = 0.95;

    /** A cell that is compared with a larger share of the pool saves nothing. */
    private static final double LARGEST_SHARE = 0.5;

    /** The samples of larger cells, such as many equal ones, are shared out among threads. */
    private static final int LARGE_CELL = 4096;

    private final PairwiseSimilarity similarity;
    private final Threads threads;
    private final int[] pivots;
    private final int[] cellOf;

    /** The positions in each cell, ascending. */
    private final int[][] cells;

    /** Draws pivots, and finds the cell of each sample. */
    NeighborCells(PairwiseSimilarity similarity, Threads threads) {
        this.similarity = similarity;
        this.threads = threads;
        int size = similarity.size();
        pivots = drawn((int) (PIVOTS * Math.sqrt(size)), 0);
        cellOf = new int[size];
        compare(similarity.all(), pivots, (y, toPivots) -> cellOf[y] = nearestCells(y, toPivots, 1)[0]);
        cells = IntGroups.of(cellOf, pivots.length);
    }

    /** Returns the positions of as many samples, ascending. */
    private int[] drawn(int count, long seed) {
        int[] all = similarity.all();
        return Arrays.stream(Priority.shuffled(all, seed)).limit(count).sorted().toArray();
    }

    private int[] nearestCells(int y, float[] toPivots, int count) {
        return Nearest.places(similarity, y, pivots, toPivots, count);
    }

    /**
     * Returns m for so many neighbours of each; 0 where it would be so large that all pairs of samples may as well be
     * compared, as where rows have no structure.
     */
    int asked(int neighbors) {
        int[] measured = drawn(MEASURED, 1);
        int[][] ranks = new int[similarity.size()][]; // of each cell, as a measured sample would ask for them
        compare(measured, pivots, (y, toPivots) -> {
            ranks[y] = new int[pivots.length];
            int[] order = nearestCells(y, toPivots, pivots.length);
            for (int r = 0; r < order.length; r++) {
                ranks[y][order[r]] = r + 1;
            }
        });
        int[][] needed = new int[similarity.size()][];
        int[] all = similarity.all();
        compare(
                measured,
                all,
                (y, toAll) -> needed[y] = Arrays.stream(Nearest.places(similarity, y, all, toAll, neighbors))
                        .filter(x -> x != y) // which is in its own cell for sure
                        .map(x -> ranks[y][cellOf[x]])
                        .toArray());
        int[] sorted = Arrays.stream(measured)
                .flatMap(y -> Arrays.stream(needed[y]))
                .sorted()
                .toArray();
        int asked = sorted.length == 0 ? 1 : sorted[(int) Math.ceil(RECALL * sorted.length) - 1];
        return share(measured, asked) > LARGEST_SHARE ? 0 : asked;
    }

    /** Returns with what share of the pool some samples would be compared, on average. */
    private double share(int[] measured, int asked) {
        long[] sizes = new long[SHARES];
        threads.forEach(SHARES, k -> {
            int sample = measured[k * measured.length / SHARES];
            sizes[k] = near(cells[cellOf[sample]], asked).length;
        });
        return (double) Arrays.stream(sizes).sum() / SHARES / similarity.size();
    }

    /**
     * Compares each sample with those of the cells that it, or one beside it, asks for.
     *
     * @param asked m
     * @param least how many samples each is compared with at least
     * @param comparison called from several threads
     */
    void compare(int asked, int least, Comparison comparison) {
        int[] small = IntStream.range(0, cells.length)
                .filter(c -> cells[c].length < LARGE_CELL)
                .toArray();
        threads.forEach(small.length, i -> compareCell(cells[small[i]], asked, least, comparison));
        for (int[] members : cells) {
            if (members.length >= LARGE_CELL) {
                compareCell(members, asked, least, comparison);
            }
        }
    }

    private void compareCell(int[] members, int asked, int least, Comparison comparison) {
        int[] near = near(members, asked);
        int[] among = near.length < least ? similarity.all() : near;
        compare(members, among, (y, approximate) -> comparison.of(y, among, approximate));
    }

    private int[] near(int[] members, int asked) {
        boolean[] near = new boolean[pivots.length];
        compare(members, pivots, (y, toPivots) -> {
            for (int c : nearestCells(y, toPivots, asked)) {
                near[c] = true;
            }
        });
        return IntStream.range(0, near.length)
                .filter(c -> near[c])
                .flatMap(c -> Arrays.stream(cells[c]))
                .sorted()
                .toArray();
    }

    private void compare(int[] some, int[] among, PairwiseSimilarity.ColumnSink sink) {
        similarity.forEachColumn(some, among, threads, sink);
    }

    /** Takes how similar some samples are to y, but for {@link PairwiseSimilarity#error}. */
    @FunctionalInterface
    interface Comparison {
        void of(int y, int[] among, float[] approximate);
    }
}
