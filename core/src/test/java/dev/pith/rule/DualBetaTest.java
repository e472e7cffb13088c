package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.parallel.Threads;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DualBetaTest {
    private static Evidence scored(double[] dual, double[] probability) {
        return Evidence.of(null)
                .withScores(new ScoreTable(Map.of(Score.DUAL, dual, Score.MEAN_PROBABILITY, probability)));
    }

    private static double[] logWeights(double c, int budget, double[] dual, double[] probability) {
        try (Threads threads = new Threads(1)) {
            int[] ids = IntStream.range(0, dual.length).toArray();
            return new DualBeta(c, 0).logWeights(Made.task(scored(dual, probability), ids, budget, threads));
        }
    }

    /**
     * Weights against the density as it stands in books, q = DUAL p^(a-1) (1-p)^(b-1), for two classes of ten
     * anchors and more.
     */
    @ParameterizedTest
    @CsvSource({"2,4", "6,4", "15,2", "1,11", "20,4"})
    void weightsAreTheFormulas(int budget, double c) {
        int n = 20;
        double[] dual = new double[n];
        double[] probability = new double[n];
        for (int i = 0; i < n; i++) {
            dual[i] = 0.01 * (i + 1);
            probability[i] = i == 3 ? 1 : 0.04 * i + 0.1;
        }
        double mu = IntStream.range(10, 20).mapToDouble(i -> probability[i]).sum() / 10;
        double r = 1 - budget / 20.0;
        double b = 15 * (1 - mu) * (1 - Math.pow(r, c));
        double a = 16 - b;
        double[] logs = logWeights(c, budget, dual, probability);
        for (int i = 0; i < n; i++) {
            double p = Math.min(0.999, probability[i]);
            double q = dual[i] * Math.pow(p, a - 1) * Math.pow(1 - p, b - 1);
            assertThat(logs[i]).isCloseTo(Math.log(q), within(1e-9));
        }
    }

    @Test
    void samplesWithoutWeightComeLast() {
        double[] dual = {0, 1e-300, 0.1, 0.1, 0.1, 0};
        double[] probability = {0.5, 0.5, 0, 0.5, 1e-300, 0.5};
        try (Threads threads = new Threads(1)) {
            for (int seed = 0; seed < 20; seed++) {
                RankingTask task = Made.task(scored(dual, probability), new int[] {0, 1, 2, 3, 4, 5}, 6, threads);
                // All are kept: b = 15 (1 - mu), so that a is above 1 and p = 0 has no density.
                Ranking ranking = new DualBeta(4, seed).rank(task);
                assertThat(ranking.ids()[0])
                        .as("weights 1e-300 do not underflow")
                        .isEqualTo(3);
                assertThat(IntStream.of(ranking.ids()).skip(3)).containsExactlyInAnyOrder(0, 2, 5);
                assertThat(DoubleStream.of(ranking.gains()).skip(3)).containsOnly(Double.NEGATIVE_INFINITY);
            }
        }
    }

    /** Drawing one after the other gives the pair (i, j) with probability q_i / Q * q_j / (Q - q_i). */
    @Test
    void theDrawIsTheOneWithoutReplacement() {
        double[] dual = {0.1, 0.2, 0.3, 0.4};
        double[] probability = {0.5, 0.5, 0.5, 0.5};
        Map<String, Integer> counts = new TreeMap<>();
        int draws = 40_000;
        try (Threads threads = new Threads(1)) {
            for (int seed = 0; seed < draws; seed++) {
                int[] ids = new DualBeta(4, seed)
                        .rank(Made.task(scored(dual, probability), new int[] {0, 1, 2, 3}, 2, threads))
                        .ids();
                counts.merge(ids[0] + "" + ids[1], 1, Integer::sum);
            }
        }
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                if (i != j) {
                    double expected = dual[i] * dual[j] / (1 - dual[i]);
                    double share = counts.getOrDefault(i + "" + j, 0) / (double) draws;
                    assertThat(share).isCloseTo(expected, within(5 * Math.sqrt(expected / draws)));
                }
            }
        }
    }

    @Test
    void anIdsKeyDependsOnNothingElse() {
        double one = DualBeta.logExponential(7, 3);
        assertThat(DualBeta.logExponential(7, 3)).isEqualTo(one);
        assertThat(DualBeta.logExponential(8, 3)).isNotEqualTo(one);
        assertThat(DualBeta.logExponential(7, 4)).isNotEqualTo(one);
        // Exponential numbers have mean 1.
        assertThat(IntStream.range(0, 20_000)
                        .mapToDouble(id -> Math.exp(DualBeta.logExponential(id, 5)))
                        .average()
                        .orElseThrow())
                .isCloseTo(1, within(0.03));
    }

    @Test
    void equalScoresDrawAtRandom() {
        double[] same = DoubleStream.generate(() -> 0.5).limit(30).toArray();
        try (Threads threads = new Threads(1)) {
            int[] ids = IntStream.range(0, 30).toArray();
            int[] one = new DualBeta(4, 1)
                    .rank(Made.task(scored(same, same), ids, 10, threads))
                    .ids();
            int[] two = new DualBeta(4, 2)
                    .rank(Made.task(scored(same, same), ids, 10, threads))
                    .ids();
            assertThat(one).doesNotHaveDuplicates().isNotEqualTo(two);
        }
    }
}
