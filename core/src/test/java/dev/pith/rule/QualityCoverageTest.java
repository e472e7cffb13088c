package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.Similarity;
import dev.pith.objective.Continued;
import dev.pith.objective.NaiveFacilityLocation;
import dev.pith.objective.Objective;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.score.Score;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCoverageTest {
    private static Evidence evidence(long seed, int n, Threads threads) {
        Evidence made = Made.of(seed, n, threads);
        return made.withOwn(Made.score(made, Score.EL2N));
    }

    /** The loop of the definition, by gains that are computed anew for every sample at every step. */
    private static Ranking naive(double mix, RankingTask task) {
        Objective objective = Continued.after(
                new NaiveFacilityLocation(PairwiseSimilarity.of(task.evidence().rows(), Similarity.COSINE, task.all())),
                task.given());
        double[] quality = QualityCoverage.quality(task.evidence().ownValues(task.ids()));
        int[] ids = new int[task.budget()];
        double[] gains = new double[task.budget()];
        boolean[] picked = new boolean[objective.size()];
        for (int k = 0; k < ids.length; k++) {
            double largest = 0;
            for (int x = 0; x < picked.length; x++) {
                largest = picked[x] ? largest : Math.max(largest, objective.gain(x));
            }
            double scale = largest > 0 ? largest : 1;
            int best = -1;
            double most = 0;
            for (int x = 0; x < picked.length; x++) {
                double value = (1 - mix) * objective.gain(x) + mix * scale * quality[x];
                if (!picked[x] && (best < 0 || value > most)) {
                    best = x;
                    most = value;
                }
            }
            objective.pick(best);
            picked[best] = true;
            ids[k] = objective.id(best);
            gains[k] = most / scale;
        }
        return new Ranking(ids, gains);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "1,0.3", "2,0.5", "3,0.7", "4,0.5", "1,1", "2,1"})
    void picksAsTheNaiveLoop(long seed, double mix) {
        int n = 130;
        try (Threads threads = new Threads(2)) {
            Evidence evidence = evidence(seed, n, threads);
            int[] ids = IntStream.range(0, n).filter(id -> id % 7 != 3).toArray();
            int[] given = IntStream.range(0, n).filter(id -> id % 49 == 3).toArray();
            for (int[] some : new int[][] {new int[0], given}) {
                RankingTask task =
                        new RankingTask(evidence, ids, some, n, ids.length, threads, Made.MEMORY, Progress.NONE);
                RankingSettings settings = RankingSettings.builder(RankingMethod.QUALITY_COVERAGE)
                        .mix(mix)
                        .build();
                assertThat(settings.rule().rank(task))
                        .usingRecursiveComparison()
                        .isEqualTo(naive(mix, task));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void withoutQualityItIsFacilityLocationAndWithoutCoverageTheScore(long seed) {
        int n = 200;
        try (Threads threads = new Threads(1)) {
            Evidence evidence = evidence(seed, n, threads).withQueries(null);
            RankingTask task = Made.task(evidence, Made.firstClass(n), 30, threads);
            RankingSettings.Builder mixed = RankingSettings.builder(RankingMethod.QUALITY_COVERAGE);
            assertThat(mixed.mix(0).build().rule().rank(task).ids())
                    .containsExactly(RankingSettings.of(RankingMethod.FACILITY_LOCATION, 0)
                            .rule()
                            .rank(task)
                            .ids());
            double[] quality = QualityCoverage.quality(evidence.ownValues(task.ids()));
            int[] best = Order.ascending(Arrays.stream(quality).map(q -> -q).toArray());
            assertThat(mixed.mix(1).build().rule().rank(task).ids())
                    .containsExactly(Arrays.stream(best)
                            .limit(30)
                            .map(k -> task.ids()[k])
                            .toArray());
        }
    }

    @Test
    void qualityIsTheClippedPercentile() {
        double[] scores = IntStream.range(0, 40).mapToDouble(i -> 100 - i).toArray();
        double[] quality = QualityCoverage.quality(scores);
        for (int i = 0; i < 40; i++) { // 39 - i are smaller
            assertThat(quality[i]).isEqualTo(Math.min((39 - i + 0.5) / 40, 0.95) / 0.95);
        }
        assertThat(quality[0]).isEqualTo(quality[1]).isEqualTo(1);
        assertThat(QualityCoverage.quality(new double[] {3, 0.0, -0.0, 3}))
                .containsExactly(0.75 / 0.95, 0.25 / 0.95, 0.25 / 0.95, 0.75 / 0.95);
    }

    @Test
    void thereIsAnObjectiveForNeighboursToo() {
        try (Threads threads = new Threads(1)) {
            Evidence evidence = evidence(1, 120, threads);
            RankingTask task = Made.task(evidence, Made.firstClass(120), 20, threads);
            RankingSettings all = RankingSettings.of(RankingMethod.QUALITY_COVERAGE, 0);
            assertThat(all.toBuilder().neighbors(30).build().rule().rank(task).ids())
                    .containsExactly(all.rule().rank(task).ids()); // the class has no more
        }
    }
}
