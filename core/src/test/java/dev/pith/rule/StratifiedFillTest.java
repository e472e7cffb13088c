package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.ranking.RandomRanking;
import dev.pith.score.Score;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StratifiedFillTest {
    /** The core of these tests: any order will do. */
    private static final Rule CORE = task -> {
        Ranking random = RandomRanking.rank(task.ids(), task.budget(), 11);
        double[] gains = new double[task.budget()];
        Arrays.fill(gains, 3);
        return new Ranking(random.ids(), gains);
    };

    private static StratifiedFill fill(long seed) {
        return new StratifiedFill(CORE, Similarity.COSINE, new DualBeta(4, seed));
    }

    @Test
    void aSmallBudgetIsTheCore() {
        Ranking ranking = Made.rank(fill(1), 2, 400, 10);
        assertThat(ranking.ids())
                .isEqualTo(RandomRanking.rank(Made.firstClass(400), 10, 11).ids());
        assertThat(ranking.gains()).containsOnly(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void cellsGiveWithinOneOfTheirShareOfTheWeight(long seed) {
        int n = 800;
        int[] ids = Made.firstClass(n);
        int budget = 32;
        int coreSize = 20;
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            RankingTask task = Made.task(evidence, ids, budget, threads);
            Ranking ranking = fill(seed).rank(task);
            assertThat(ranking.ids()).hasSize(budget).doesNotHaveDuplicates();
            assertThat(ranking.ids())
                    .startsWith(RandomRanking.rank(ids, coreSize, 11).ids());
            assertThat(Arrays.copyOfRange(ranking.gains(), coreSize, budget)).containsOnly(0);
            int[] filled = Arrays.copyOfRange(ranking.ids(), coreSize, budget);
            assertThat(filled).containsExactly(Priority.shuffled(filled, seed));

            int[] core = Arrays.copyOf(ranking.ids(), coreSize);
            double[] logs = new DualBeta(4, seed).logWeights(task);
            Map<Integer, Double> weight = new HashMap<>();
            Map<Integer, Integer> seats = new HashMap<>();
            double total = 0;
            double heaviest = 0;
            for (int k = 0; k < ids.length; k++) {
                int id = ids[k];
                if (Arrays.stream(core).noneMatch(center -> center == id)) {
                    double q = Math.exp(logs[k]);
                    weight.merge(nearest(evidence.rows(), core, id), q, Double::sum);
                    total += q;
                    heaviest = Math.max(heaviest, q);
                }
            }
            for (int id : filled) {
                seats.merge(nearest(evidence.rows(), core, id), 1, Integer::sum);
            }
            assertThat(heaviest * filled.length)
                    .as("none of these comes for sure")
                    .isLessThan(total);
            for (int center : core) {
                assertThat((double) seats.getOrDefault(center, 0))
                        .isCloseTo(filled.length * weight.getOrDefault(center, 0.0) / total, within(1 + 1e-9));
            }
        }
    }

    private static int nearest(Features features, int[] centers, int id) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        int[] ascending = centers.clone();
        Arrays.sort(ascending);
        for (int center : ascending) {
            double cosine =
                    features.dot(id, center) / Math.sqrt(features.squaredNorm(id) * features.squaredNorm(center));
            if (cosine > most + 1e-12) {
                best = center;
                most = cosine;
            }
        }
        return best;
    }

    /**
     * With q = DUAL + 0.1 mean(DUAL) and no core, samples of no DUAL come with a chance of 1 to 11 beside those
     * of the mean.
     */
    @Test
    void fromHalfOfTheClassOnTheEasiestLeaveFirst() {
        int n = 400;
        int[] ids = Made.firstClass(n);
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(2, n, threads);
            double[] dual = Made.score(evidence, Score.DUAL);
            double mean =
                    Arrays.stream(ids).mapToDouble(id -> dual[id]).average().orElseThrow();
            int budget = 50;
            int[] times = new int[n];
            int draws = 400;
            for (int seed = 0; seed < draws; seed++) {
                Ranking ranking = fill(seed).rank(Made.task(evidence, ids, budget, threads));
                assertThat(ranking.ids()).hasSize(budget).doesNotHaveDuplicates();
                for (int id : ranking.ids()) {
                    times[id]++;
                }
            }
            double total =
                    Arrays.stream(ids).mapToDouble(id -> dual[id] + 0.1 * mean).sum();
            for (int id : ids) {
                double chance = Math.min(1, budget * (dual[id] + 0.1 * mean) / total);
                assertThat(times[id] / (double) draws).isCloseTo(chance, within(0.13));
            }
        }
    }

    @Test
    void fewSamples() {
        assertThat(Made.rank(fill(1), 1, 4, 1).ids()).containsExactly(0);
        assertThat(Made.rank(fill(1), 1, 4, 0).ids()).isEmpty();
        assertThat(Made.rank(fill(1), 1, 28, 3).ids()).hasSize(3);
        assertThat(Made.rank(fill(1), 1, 28, 7).ids()).containsExactlyInAnyOrder(Made.firstClass(28));
    }
}
