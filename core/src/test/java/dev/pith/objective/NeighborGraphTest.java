package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
