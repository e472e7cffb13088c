package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestDotTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void takesTheLargestOfTheExactProductsAndOfEqualOnesTheLowestId(long seed) {
        int n = 90;
        Random random = new Random(seed);
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            for (Features rows : new Features[] {evidence.rows(), evidence.factors()}) {
                int[] ids = Made.firstClass(n);
                boolean[] taken = new boolean[n];
                LargestDot largest = new LargestDot(rows, ids);
                for (int k = 0; k < ids.length; k++) {
                    double scale = seed == 6 ? 1e-42 : seed == 5 ? 1e30 : 1;
                    double[] query =
                            random.doubles(rows.dimension(), -scale, scale).toArray();
                    int best = IntStream.of(ids)
                            .filter(id -> !taken[id])
                            .reduce((a, b) -> rows.dot(b, query) > rows.dot(a, query) ? b : a)
                            .orElseThrow();
                    assertThat(largest.take(query)).isEqualTo(best);
                    assertThat(largest.value()).isEqualTo(rows.dot(best, query));
                    taken[best] = true;
                }
            }
        }
    }
}
