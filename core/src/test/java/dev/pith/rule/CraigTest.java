package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CraigTest {
    private static double distance(Features rows, int i, int j) {
        double squared = rows.squaredNorm(i) + rows.squaredNorm(j) - 2 * rows.dot(i, j);
        return Math.sqrt(Math.max(0, squared));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void picksWhatLowersTheSumOfDistancesMostAndCountsClusters(long seed) {
        int n = 160;
        int budget = 9;
        int[] ids = Made.firstClass(n);
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            Features rows = evidence.factors();
            Ranking ranking = new Craig().rank(Made.task(evidence, ids, budget, threads));
            double[] nearest = new double[ids.length];
            Arrays.fill(nearest, 1e6); // the auxiliary element, farther than anything
            for (int t = 0; t < budget; t++) {
                double best = 0;
                double picked = 0;
                for (int x : ids) {
                    double gain = 0;
                    for (int j = 0; j < ids.length; j++) {
                        gain += Math.max(0, nearest[j] - distance(rows, ids[j], x));
                    }
                    best = Math.max(best, gain);
                    picked = x == ranking.ids()[t] ? gain : picked;
                }
                assertThat(picked).isCloseTo(best, within(1e-7));
                if (t > 0) {
                    assertThat(ranking.gains()[t]).isCloseTo(best, within(1e-7));
                }
                for (int j = 0; j < ids.length; j++) {
                    nearest[j] = Math.min(nearest[j], distance(rows, ids[j], ranking.ids()[t]));
                }
            }
            double[] sizes = new double[budget];
            for (int id : ids) {
                int closest = 0;
                for (int t = 1; t < budget; t++) {
                    double step = distance(rows, id, ranking.ids()[t]) - distance(rows, id, ranking.ids()[closest]);
                    closest = step < 0 || (step == 0 && ranking.ids()[t] < ranking.ids()[closest]) ? t : closest;
                }
                sizes[closest]++;
            }
            assertThat(ranking.weights()).containsExactly(sizes);
            assertThat(Arrays.stream(ranking.weights()).sum()).isEqualTo(ids.length);
            assertThat(new Craig().rank(Made.task(evidence, ids, 4, threads)).ids())
                    .as("nested")
                    .containsExactly(Arrays.copyOf(ranking.ids(), 4));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void givenSamplesKeepWhatIsTheirs(long seed) {
        int n = 80;
        try (Threads threads = new Threads(1)) {
            Evidence evidence = Made.of(seed, n, threads);
            int[] ids = Made.firstClass(n);
            int[] given = {ids[0], ids[3]};
            int[] remaining = Arrays.stream(ids)
                    .filter(id -> id != ids[0] && id != ids[3])
                    .toArray();
            RankingTask task =
                    new RankingTask(evidence, remaining, given, ids.length, 5, threads, Made.MEMORY, Progress.NONE);
            Ranking ranking = new Craig().rank(task);
            assertThat(ranking.ids()).hasSize(5).doesNotContain(given);
            assertThat(Arrays.stream(ranking.weights()).sum()).isBetween(5.0, ids.length - 2.0);
        }
    }
}
