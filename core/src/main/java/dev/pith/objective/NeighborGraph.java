package dev.pith.objective;

import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.Arrays;
import java.util.Comparator;

/**
 * For every sample of a pool the k most similar, itself among them; ties go to the lowest id. Membership and
 * similarities are exact: float32 products only leave out what is certainly less similar.
 *
 * <p>Memory: {@code 24 n k} bytes. Time: one product of the features with themselves, and about k exact
 * similarities per sample.
 */
public final class NeighborGraph {
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
        similarity.forEachColumn(threads, (y, approximate) -> {
            neighborsOf[y] = mostSimilar(y, approximate, k);
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

    /** Returns the bytes of Java heap that k neighbours of each of n samples take. */
    public static long bytes(long n, int k) {
        return 24 * n * Math.min(n, k);
    }

    private int[] mostSimilar(int y, float[] approximate, int k) {
        // What is exactly among the k best is, by float, at most one error below its true value and the k-th best at
        // most one above.
        double least = Smallest.ofLargest(approximate, k) - 2 * similarity.error();
        record Neighbor(int x, double similarity) {}
        Neighbor[] promising = new Neighbor[approximate.length];
        int count = 0;
        for (int x = 0; x < approximate.length; x++) {
            if (approximate[x] >= least) {
                promising[count++] = new Neighbor(x, similarity.of(x, y));
            }
        }
        Arrays.sort(
                promising,
                0,
                count,
                Comparator.comparingDouble(Neighbor::similarity).reversed().thenComparingInt(Neighbor::x));
        return Arrays.stream(promising, 0, k).mapToInt(Neighbor::x).toArray();
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
