package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestWindowTest {
    private static List<RankingTask> tasks(Evidence evidence, int n, int budget, Threads threads) {
        return IntStream.range(0, Made.CLASSES)
                .mapToObj(c -> Made.task(
                        evidence,
                        IntStream.range(0, n)
                                .filter(id -> id % Made.CLASSES == c)
                                .toArray(),
                        budget,
                        threads))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void takesTheWindowWhoseRegressionNamesMostRightly(long seed) {
        int n = 160;
        int budget = 4;
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            List<RankingTask> tasks = tasks(evidence, n, budget, threads);
            int best = -1;
            int bestStep = -1;
            for (int step = 0; step <= 10; step++) {
                BestWindow.Window window = new BestWindow.Window(step);
                List<int[]> ids = new ArrayList<>();
                tasks.forEach(task -> ids.add(window.rank(task).ids()));
                int right = rightlyNamed(evidence.rows(), ids, n);
                if (right > best) {
                    best = right;
                    bestStep = step;
                }
            }
            assertThat(new BestWindow().over(tasks)).isEqualTo(new BestWindow.Window(bestStep));
        }
    }

    /** The regression by elimination, on rows that are written out. */
    private static int rightlyNamed(Features rows, List<int[]> ids, int n) {
        int width = rows.dimension() + 1;
        double[][] x = new double[n][width];
        for (int id = 0; id < n; id++) {
            double[] bare = new double[width - 1];
            rows.add(id, 1 / Math.sqrt(rows.squaredNorm(id)), bare);
            x[id][0] = 1;
            System.arraycopy(bare, 0, x[id], 1, width - 1);
        }
        double[][] gram = new double[width][width];
        double[][] right = new double[ids.size()][width];
        for (int c = 0; c < ids.size(); c++) {
            for (int id : ids.get(c)) {
                for (int i = 0; i < width; i++) {
                    right[c][i] += x[id][i];
                    for (int j = 0; j < width; j++) {
                        gram[i][j] += x[id][i] * x[id][j];
                    }
                }
            }
        }
        for (int i = 0; i < width; i++) {
            gram[i][i] += 1;
        }
        double[][] weights = new double[ids.size()][];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = GradMatchTest.solve(gram, right[c]);
        }
        int count = 0;
        for (int id = 0; id < n; id++) {
            int best = 0;
            double[] values = new double[weights.length];
            for (int c = 0; c < weights.length; c++) {
                for (int j = 0; j < width; j++) {
                    values[c] += weights[c][j] * x[id][j];
                }
                best = values[c] > values[best] ? c : best;
            }
            count += best == id % Made.CLASSES ? 1 : 0;
        }
        return count;
    }

    @Test
    void leavesOutHardSamplesThatAreLabelledWrongly() {
        // Two classes on either side of 0; the harder half of each lies on the other side.
        int n = 80;
        float[] values = new float[2 * n];
        double[] forgetting = new double[n];
        Random random = new Random(1);
        for (int i = 0; i < n; i++) {
            boolean wrong = i / 2 % 2 == 1 && i > 20;
            values[2 * i] = (i % 2 == 0) == wrong ? -1 : 1;
            values[2 * i + 1] = 0.3f * (float) random.nextGaussian();
            forgetting[i] = wrong ? 5 : random.nextInt(3);
        }
        Evidence evidence = Evidence.of(DenseFeatures.of(values, 2))
                .withScores(new ScoreTable(Map.of(Score.FORGETTING, forgetting)));
        try (Threads threads = new Threads(2)) {
            List<RankingTask> tasks = IntStream.range(0, 2)
                    .mapToObj(c -> Made.task(
                            evidence,
                            IntStream.range(0, n).filter(id -> id % 2 == c).toArray(),
                            10,
                            threads))
                    .toList();
            Rule rule = new BestWindow().over(tasks);
            for (RankingTask task : tasks) {
                Ranking ranking = rule.rank(task);
                assertThat(ranking.ids()).hasSize(10).doesNotHaveDuplicates();
                assertThat(ranking.gains()).isSorted().doesNotContain(5);
            }
        }
    }

    @Test
    void oneClassGetsTheEasiestWindow() {
        Ranking ranking = Made.rank(new BestWindow(), 2, 80, 6);
        assertThat(ranking.ids()).hasSize(6);
        try (Threads threads = new Threads(1)) {
            double[] scores = Made.score(Made.of(2, 80, threads), Score.FORGETTING);
            double[] sorted = IntStream.of(Made.firstClass(80))
                    .mapToDouble(id -> scores[id])
                    .sorted()
                    .limit(6)
                    .toArray();
            assertThat(ranking.gains()).containsExactly(sorted);
        }
    }
}
