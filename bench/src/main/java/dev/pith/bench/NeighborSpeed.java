package dev.pith.bench;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.objective.NeighborGraph;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How long the neighbours of all rows take, and how many of them are found: {@code NeighborSpeed DIRECTORY THREADS},
 * with {@code features.npy} in it. Of some rows all neighbours are found by comparing them with all rows.
 */
@SuppressWarnings("SystemOut") // a program's result
public final class NeighborSpeed {
    private static final int NEIGHBORS = 20;
    private static final int MEASURED = 200;

    private NeighborSpeed() {}

    /** Prints a line. */
    public static void main(String[] arguments) {
        try (Threads threads = new Threads(Integer.parseInt(arguments[1]));
                Features features =
                        new DenseFeatures(Npy.mapFloats(Path.of(arguments[0]).resolve("features.npy")), threads)) {
            int n = features.size();
            int[] all = IntStream.range(0, n).toArray();
            PairwiseSimilarity similarity = PairwiseSimilarity.of(features, Similarity.COSINE, all);
            long start = System.nanoTime();
            NeighborGraph graph = new NeighborGraph(similarity, NEIGHBORS, MemoryLimit.ofMachine(), threads);
            double seconds = (System.nanoTime() - start) / 1e9;
            int found = 0;
            for (int k = 0; k < MEASURED; k++) {
                int y = (int) ((long) k * n / MEASURED);
                for (int x : neighbors(similarity, y)) {
                    found += Arrays.binarySearch(graph.rows(x), y) >= 0 ? 1 : 0;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d x %d: %d neighbours of each in %.1f s, %.1f %% of them found%n",
                    n,
                    features.dimension(),
                    NEIGHBORS,
                    seconds,
                    100.0 * found / (MEASURED * Math.min(n, NEIGHBORS)));
        }
    }

    private static int[] neighbors(PairwiseSimilarity similarity, int y) {
        return IntStream.range(0, similarity.size())
                .mapToObj(x -> new double[] {x, similarity.of(x, y)})
                .sorted(Comparator.comparingDouble((double[] pair) -> -pair[1]).thenComparingDouble(pair -> pair[0]))
                .limit(NEIGHBORS)
                .mapToInt(pair -> (int) pair[0])
                .toArray();
    }
}
