package dev.pith.objective;

import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.Arrays;

/**
 * For every sample of a pool the k most similar, itself among them; ties go to the lowest id. Up to 100,000 samples,
 * membership and similarities are exact: float32 products only leave out what is certainly less similar. In a larger
 * pool some 95 in 100 of the k are found at least, by a measurement ({@link NeighborCells}), and their similarities are
 * exact; where rows have so little structure that this would save nothing, all pairs are compared.
 *
 * <p>Memory: {@code 24 n k} bytes. Time: one product of the features with themselves, of a large pool a part of that
 * (of 105,000 images by pixels a fifth), and about k exact similarities per sample.
 */
public final class NeighborGraph {
    /** Larger pools are looked at through {@link NeighborCells}. */
    private static final int ALL_PAIRS = 100_000;

    private final PairwiseSimilarity similarity;

    /** {@code rows[x]}: the positions that have x among their neighbours, ascending; and how similar x is to them. */
    private final int[][] rows;

    private final double[][] similarities;

    /**
     * Finds the neighbours.
     *
     * @param neighbors k, positive; a smaller pool counts as a whole
     * @param memory what the graph may take
     * @param threads not owned
     * @throws dev.pith.PithException when it would take more
     */
    public NeighborGraph(PairwiseSimilarity similarity, int neighbors, MemoryLimit memory, Threads threads) {
        this(similarity, neighbors, ALL_PAIRS, memory, threads);
    }

    /** Finds the neighbours among all samples in a pool of up to so many. */
    NeighborGraph(PairwiseSimilarity similarity, int neighbors, int allPairs, MemoryLimit memory, Threads threads) {
        if (neighbors < 1) {
            throw new IllegalArgumentException("neighbors must be at least 1, got " + neighbors);
        }
        int size = similarity.size();
        int k = Math.min(neighbors, size);
        memory.requireOnHeap(
                k + " neighbours of each of " + size + " samples",
                bytes(size, k),
                "rank class by class (`stratify`), or take fewer neighbours");
        this.similarity = similarity;
        int[][] neighborsOf = new int[size][];
        double[][] similarityOf = new double[size][];
        compare(k, threads, allPairs, (y, among, approximate) -> {
            neighborsOf[y] = Arrays.stream(Nearest.places(similarity, y, among, approximate, k))
                    .map(place -> among[place])
                    .toArray();
            similarityOf[y] = Arrays.stream(neighborsOf[y])
                    .mapToDouble(x -> similarity.of(x, y))
                    .toArray();
        });
        int[] counts = new int[size];
        for (int[] some : neighborsOf) {
            for (int x : some) {
                counts[x]++;
            }
        }
        this.rows = new int[size][];
        this.similarities = new double[size][];
        for (int x = 0; x < size; x++) {
            rows[x] = new int[counts[x]];
            similarities[x] = new double[counts[x]];
        }
        int[] next = new int[size];
        for (int y = 0; y < size; y++) {
            for (int i = 0; i < k; i++) {
                int x = neighborsOf[y][i];
                rows[x][next[x]] = y;
                similarities[x][next[x]++] = similarityOf[y][i];
            }
        }
    }

    private void compare(int k, Threads threads, int allPairs, NeighborCells.Comparison comparison) {
        int[] all = similarity.all();
        if (all.length > allPairs) {
            NeighborCells cells = new NeighborCells(similarity, threads);
            int asked = cells.asked(k);
            if (asked > 0) {
                cells.compare(asked, k, comparison);
                return;
            }
        }
        similarity.forEachColumn(threads, (y, approximate) -> comparison.of(y, all, approximate));
    }

    /** Returns the bytes of Java heap that k neighbours of each of n samples take. */
    public static long bytes(long n, int k) {
        return 24 * n * Math.min(n, k);
    }

    PairwiseSimilarity similarity() {
        return similarity;
    }

    /** Returns the positions that have x among their neighbours, ascending; not copied. */
    public int[] rows(int x) {
        return rows[x];
    }

    /** Returns the exact similarity of x to each of {@link #rows}; not copied. */
    double[] similarities(int x) {
        return similarities[x];
    }
}
