package dev.pith.objective;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;

/** The kernel of a pool, and of vectors from elsewhere that follow it: positions from n on. */
@FunctionalInterface
interface Kernel {
    /** Returns K(x, y), the same for (y, x). */
    double of(int x, int y);

    /**
     * Returns the kernel {@code (1 + cos) / 2} of a pool and of vectors after it.
     *
     * @param ids the pool, ascending, each once; not copied
     * @param others {@code double[m][d]}, at least one, none of them all zero
     */
    static Kernel of(Features features, int[] ids, double[][] others, MemoryLimit memory, Threads threads) {
        int n = ids.length;
        PairwiseSimilarity pairs = PairwiseSimilarity.of(features, Similarity.COSINE, ids);
        double[][] across =
                QuerySimilarities.of(features, ids, others, memory, threads).values();
        double[][] among = QuerySimilarities.among(others, memory);
        return (x, y) -> {
            int first = Math.min(x, y);
            int last = Math.max(x, y);
            return last < n ? pairs.of(x, y) : first < n ? across[first][last - n] : among[first - n][last - n];
        };
    }
}
