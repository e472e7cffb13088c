package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborGraphTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theMostSimilarByExactSimilarityTiesToTheLowestId(long seed) {
        int n = 150;
        int k = (int) (2 * seed);
        Features features = RandomRows.of(seed, n, 5);
        PairwiseSimilarity similarity = PairwiseSimilarity.of(features, Similarity.COSINE, RandomRows.ids(n));
        List<List<Integer>> rows = new ArrayList<>();
        for (int x = 0; x < n; x++) {
            rows.add(new ArrayList<>());
        }
        for (int y = 0; y < n; y++) {
            int row = y;
            IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer x) -> -similarity.of(x, row))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(k)
                    .forEach(x -> rows.get(x).add(row));
        }
        try (Threads threads = new Threads(2)) {
            NeighborGraph graph = new NeighborGraph(similarity, k, ENOUGH, threads);
            for (int x = 0; x < n; x++) {
                assertThat(graph.rows(x))
                        .containsExactly(rows.get(x).stream().mapToInt(i -> i).toArray());
                for (int i = 0; i < graph.rows(x).length; i++) {
                    assertThat(graph.similarities(x)[i]).isEqualTo(similarity.of(x, graph.rows(x)[i]));
                }
            }
        }
    }

    private static Features clusters(long seed, int n, int d, int count, double spread) {
        Random random = new Random(seed);
        float[][] centers = new float[count][d];
        float[] values = new float[n * d];
        for (float[] center : centers) {
            for (int j = 0; j < d; j++) {
                center[j] = (float) random.nextGaussian();
            }
        }
        for (int i = 0; i < n; i++) {
            float[] center = centers[random.nextInt(count)];
            for (int j = 0; j < d; j++) {
                values[i * d + j] = center[j] + (float) (spread * random.nextGaussian());
            }
        }
        return DenseFeatures.of(values, d);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ofALargePoolMostAreFoundWhateverTheThreads(long seed) {
        int n = 3000;
        int k = 10;
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(clusters(seed, n, 8, 60, 0.2), Similarity.COSINE, RandomRows.ids(n));
        try (Threads one = new Threads(1);
                Threads two = new Threads(2)) {
            NeighborGraph all = new NeighborGraph(similarity, k, ENOUGH, one);
            NeighborGraph found = new NeighborGraph(similarity, k, n - 1, ENOUGH, one);
            NeighborGraph again = new NeighborGraph(similarity, k, n - 1, ENOUGH, two);
            int missed = 0;
            for (int x = 0; x < n; x++) {
                assertThat(again.rows(x)).isEqualTo(found.rows(x));
                assertThat(found.rows(x)).as("itself").contains(x);
                int sample = x;
                assertThat(found.similarities(x))
                        .isEqualTo(Arrays.stream(found.rows(x))
                                .mapToDouble(y -> similarity.of(sample, y))
                                .toArray());
                int[] rows = found.rows(x);
                missed += (int) Arrays.stream(all.rows(x))
                        .filter(y -> Arrays.binarySearch(rows, y) < 0)
                        .count();
            }
            assertThat(missed).isPositive().isLessThan(n * k / 20);
        }
    }

    @Test
    void ofALargePoolWithoutStructureAllAreFound() {
        int n = 1000;
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(clusters(4, n, 64, 1, 10), Similarity.COSINE, RandomRows.ids(n));
        try (Threads threads = new Threads(2)) {
            NeighborGraph all = new NeighborGraph(similarity, 10, ENOUGH, threads);
            NeighborGraph found = new NeighborGraph(similarity, 10, n - 1, ENOUGH, threads);
            for (int x = 0; x < n; x++) {
                assertThat(found.rows(x)).isEqualTo(all.rows(x));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 150})
    void eachIsComparedOnceWithEnough(int least) {
        int n = 400;
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(clusters(5, n, 3, 4, 0.01), Similarity.COSINE, RandomRows.ids(n));
        int[][] compared = new int[n][];
        AtomicInteger comparisons = new AtomicInteger();
        try (Threads threads = new Threads(2)) {
            new NeighborCells(similarity, threads).compare(1, least, (y, among, approximate) -> {
                compared[y] = among;
                comparisons.incrementAndGet();
            });
        }
        assertThat(comparisons).hasValue(n);
        for (int y = 0; y < n; y++) {
            assertThat(compared[y]).hasSizeGreaterThanOrEqualTo(least).contains(y);
        }
        assertThat(Arrays.stream(compared).anyMatch(among -> among.length < n)).isEqualTo(least == 1);
    }

    @Test
    void refusesNoNeighboursAndTooMuchMemory() {
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(RandomRows.of(2, 100, 2), Similarity.COSINE, RandomRows.ids(100));
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> new NeighborGraph(similarity, 0, ENOUGH, threads))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("neighbors must be at least 1, got 0");
            assertThatThrownBy(() -> new NeighborGraph(similarity, 10, new MemoryLimit(10_000), threads))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("10 neighbours of each of 100 samples needs about 23.4 KiB of memory");
        }
    }
}
