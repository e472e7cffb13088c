package dev.pith.objective;

import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Where in a large pool the most similar of each sample are looked for. Some samples are pivots, drawn at random, and
 * each sample is in the cell of the pivot that is most similar to it. The samples of a cell are compared with all those
 * of the cells whose pivots are among the m most similar to one of them.
 *
 * <p>m is measured: of some samples all neighbours are found, and m is the least at which 95 % of these are in cells
 * that their samples ask for; with the cells that those beside them ask for, it is some 98 %. It does not depend on
 * threads or processor.
 */
final class NeighborCells {
    /** Pivots per root of the number of samples: more find more at equal cost, but are compared with all samples. */
    private static final int PIVOTS = 8;

    private static final int MEASURED = 256;
    private static final double RECALL = 0.95;

    /** A sample that asks for a larger part of the cells saves nothing, since those beside it ask for others. */
    private static final int LARGEST_PART = 16;

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
        cells = grouped();
    }

    private int[] drawn(int count, long seed) {
        BitSet drawn = new BitSet();
        SplittableRandom random = new SplittableRandom(seed);
        while (drawn.cardinality() < Math.min(count, similarity.size())) {
            drawn.set(random.nextInt(similarity.size()));
        }
        return drawn.stream().toArray();
    }

    private int[][] grouped() {
        int[] sizes = new int[pivots.length];
        for (int c : cellOf) {
            sizes[c]++;
        }
        int[][] members = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        for (int x = cellOf.length - 1; x >= 0; x--) {
            members[cellOf[x]][--sizes[cellOf[x]]] = x;
        }
        return members;
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
                        .map(x -> ranks[y][cellOf[x]])
                        .toArray());
        int[] sorted = Arrays.stream(measured)
                .flatMap(y -> Arrays.stream(needed[y]))
                .sorted()
                .toArray();
        int asked = sorted[(int) Math.ceil(RECALL * sorted.length) - 1];
        return asked > pivots.length / LARGEST_PART ? 0 : asked;
    }

    /**
     * Compares each sample with those of the cells that it, or one beside it, asks for.
     *
     * @param asked m
     * @param least how many samples each is compared with at least
     * @param comparison called from several threads
     */
    void compare(int asked, int least, Comparison comparison) {
        threads.forEach(cells.length, c -> {
            int[] near = near(cells[c], asked);
            int[] among = near.length < least ? similarity.all() : near;
            compare(cells[c], among, (y, approximate) -> comparison.of(y, among, approximate));
        });
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
