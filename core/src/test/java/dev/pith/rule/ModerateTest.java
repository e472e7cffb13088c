package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerateTest {
    @Test
    void byHand() {
        // The centre is 2; distances 2, 1, 0, 3, 98: their median is 2.
        Evidence line = Evidence.of(DenseFeatures.of(new float[] {0, 1, 2, 5, 100}, 1));
        try (Threads threads = new Threads(1)) {
            Ranking ranking = new Moderate().rank(Made.task(line, new int[] {0, 1, 2, 3, 4}, 5, threads));
            assertThat(ranking.ids()).containsExactly(0, 1, 3, 2, 4);
            assertThat(ranking.gains()).containsExactly(0, -1, -1, -2, -96);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void followsTheDefinition(long seed) {
        int n = (int) (80 + 4 * seed);
        try (Threads threads = new Threads(1)) {
            Evidence evidence = Made.of(seed, n, threads);
            int[] ids = Made.firstClass(n);
            Features rows = evidence.rows();
            double[][] x = new double[ids.length][rows.dimension()];
            double[] center = new double[rows.dimension()];
            for (int k = 0; k < ids.length; k++) {
                rows.add(ids[k], 1, x[k]);
            }
            for (int j = 0; j < center.length; j++) {
                int column = j;
                center[j] = median(Arrays.stream(x).mapToDouble(row -> row[column]));
            }
            double[] distance = Arrays.stream(x)
                    .mapToDouble(row -> Math.sqrt(IntStream.range(0, row.length)
                            .mapToDouble(j -> (row[j] - center[j]) * (row[j] - center[j]))
                            .sum()))
                    .toArray();
            double middle = median(Arrays.stream(distance));
            double[] off =
                    Arrays.stream(distance).map(d -> Math.abs(d - middle)).toArray();
            double[] sorted = off.clone();
            Arrays.sort(sorted);
            Ranking ranking = new Moderate().rank(Made.task(evidence, ids, ids.length, threads));
            assertThat(ranking.ids()).containsExactlyInAnyOrder(ids);
            for (int k = 0; k < ids.length; k++) {
                int position = Arrays.binarySearch(ids, ranking.ids()[k]);
                assertThat(off[position]).isCloseTo(sorted[k], within(1e-9));
                assertThat(ranking.gains()[k]).isCloseTo(-sorted[k], within(1e-9));
            }
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    @Test
    void gradientFeaturesAreComparedByTheirEmbeddings() {
        try (Threads threads = new Threads(1)) {
            Evidence made = Made.of(2, 60, threads);
            Evidence factors = Evidence.of(made.gradients());
            int[] ids = Made.firstClass(60);
            assertThat(new Moderate().rank(Made.task(factors, ids, 5, threads)))
                    .usingRecursiveComparison()
                    .isEqualTo(new Moderate().rank(Made.task(made, ids, 5, threads)));
        }
    }
}
