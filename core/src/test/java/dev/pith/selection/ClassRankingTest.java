package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.quantize.Shards;
import dev.pith.random.Priority;
import dev.pith.rule.Cut;
import dev.pith.rule.Evidence;
import dev.pith.rule.Made;
import dev.pith.run.Progress;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassRankingTest {
    private static final int N = 122; // classes of 31 and 30

    /** Methods whose picks for a budget begin with those for a smaller one. */
    private static final Set<RankingMethod> NESTED = EnumSet.complementOf(EnumSet.of(
            RankingMethod.SATURATED_COVERAGE,
            RankingMethod.CCS,
            RankingMethod.DUAL_BETA,
            RankingMethod.STRATIFIED,
            RankingMethod.BEST_WINDOW,
            RankingMethod.S2L));

    /** Methods that sum what is picked, so that rounding follows the order of the picks. */
    private static final Set<RankingMethod> SUMS = EnumSet.of(
            RankingMethod.HERDING,
            RankingMethod.GRAPHCUT,
            RankingMethod.LOG_DETERMINANT,
            RankingMethod.FEATURE_BASED,
            RankingMethod.SATURATED_COVERAGE,
            RankingMethod.DISPARITY_SUM,
            RankingMethod.MIXTURE);

    /** Methods that pick once more of what shards have picked. */
    private static final Set<RankingMethod> MERGED =
            EnumSet.of(RankingMethod.FACILITY_LOCATION, RankingMethod.WEIGHTED_FACILITY_LOCATION);

    private static Evidence evidence(RankingMethod method, long seed, Threads threads) {
        Evidence made = Made.of(seed, N, threads);
        return made.withOwn(Made.score(made, Score.AUM))
                .withQueries(method.needs(false).queries() ? made.queries() : null); // others look elsewhere with them
    }

    private static Classes classes(Evidence evidence, int... excluded) {
        BitSet out = new BitSet();
        for (int id : excluded) {
            out.set(id);
        }
        return Classes.byLabel(Made.labels(evidence), out);
    }

    private static ClassRanking ranking(RankingMethod method, Threads threads) {
        return new ClassRanking(RankingSettings.of(method, 5), threads, Made.MEMORY);
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodMeetsTheBudgetAndTheSharesOnAnyNumberOfThreads(RankingMethod method) {
        for (long seed = 1; seed <= 2; seed++) {
            Ranking one = null;
            for (int threadCount = 1; threadCount <= 3; threadCount += 2) {
                try (Threads threads = new Threads(threadCount)) {
                    Evidence evidence = evidence(method, seed, threads);
                    Ranking ranking =
                            ranking(method, threads).rank(evidence, classes(evidence, 0, 5), 40, Progress.NONE);
                    assertThat(ranking.ids())
                            .hasSize(40)
                            .doesNotHaveDuplicates()
                            .doesNotContain(0, 5);
                    for (int c = 0; c < Made.CLASSES; c++) {
                        int label = c;
                        assertThat(Arrays.stream(ranking.ids())
                                        .filter(id -> id % 4 == label)
                                        .count())
                                .isEqualTo(10);
                    }
                    if (one != null) {
                        assertThat(ranking).usingRecursiveComparison().isEqualTo(one);
                    }
                    one = ranking;
                    boolean weighted = method == RankingMethod.CRAIG || method == RankingMethod.GRADMATCH;
                    assertThat(ranking.weights() != null).isEqualTo(weighted);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shardsAreRankedEachForItselfOnAnyNumberOfThreads(RankingMethod method) {
        Ranking before = null;
        for (int threadCount = 1; threadCount <= 3; threadCount += 2) {
            try (Threads threads = new Threads(threadCount)) {
                Evidence evidence = evidence(method, 1, threads);
                Classes classes = classes(evidence);
                ClassRanking sharded = new ClassRanking(
                        RankingSettings.of(method, 5),
                        threads,
                        Made.MEMORY,
                        ClassShares.SOURCE,
                        new int[0],
                        new Shards(3));
                Ranking ranking = sharded.rank(evidence, classes, 48, Progress.NONE);
                assertThat(ranking.ids()).hasSize(48).doesNotHaveDuplicates();
                for (int[] ofClass : classes.ids()) {
                    for (int[] part : new Shards(3).split(ofClass, 5)) {
                        long picked = Arrays.stream(ranking.ids())
                                .filter(id -> Arrays.binarySearch(part, id) >= 0)
                                .count();
                        assertThat(picked)
                                .isBetween(MERGED.contains(method) ? 0L : 3L, MERGED.contains(method) ? 8L : 5L);
                    }
                }
                if (before != null) {
                    assertThat(ranking).usingRecursiveComparison().isEqualTo(before);
                }
                before = ranking;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SATURATED_COVERAGE", "HERDING", "K_CENTER"})
    void ofAShardThePicksAreThoseOfItsOwnRanking(RankingMethod method) {
        try (Threads threads = new Threads(2)) {
            Evidence evidence = evidence(method, 1, threads);
            Classes all = Classes.all(N, new BitSet());
            Shards shards = new Shards(3);
            Ranking ranking = new ClassRanking(
                            RankingSettings.of(method, 5), threads, Made.MEMORY, ClassShares.SOURCE, new int[0], shards)
                    .rank(evidence, all, 30, Progress.NONE);
            for (int[] part : shards.split(all.ids()[0], 5)) {
                int[] picks = Arrays.stream(ranking.ids())
                        .filter(id -> Arrays.binarySearch(part, id) >= 0)
                        .toArray();
                Classes alone = new Classes(new long[1], new int[][] {part});
                Ranking own = ranking(method, threads).rank(evidence, alone, picks.length, Progress.NONE);
                assertThat(picks).hasSizeBetween(9, 11).isEqualTo(own.ids());
            }
        }
    }

    /** On rows around many centres the second round is worth more than the union of the first, and nearly the whole. */
    @Test
    void mergedPicksCoverNearlyAsWellAsThoseOfTheWhole() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[1200 * 8];
        for (int i = 0; i < values.length; i++) {
            SplittableRandom center = new SplittableRandom(i / 8 * 31L % 40);
            double of = 0;
            for (int k = 0; k <= i % 8; k++) {
                of = center.nextGaussian();
            }
            values[i] = (float) (of + 0.4 * random.nextGaussian());
        }
        Features rows = DenseFeatures.of(values, 8);
        Classes all = Classes.all(1200, new BitSet());
        try (Threads threads = new Threads(2)) {
            double whole = coverage(rows, facilities(threads, Shards.NONE).rank(rows, all, 60, Progress.NONE));
            double merged = coverage(rows, facilities(threads, new Shards(4)).rank(rows, all, 60, Progress.NONE));
            int[][] parts = new Shards(4).split(all.ids()[0], 5);
            int[] union = Arrays.stream(parts)
                    .flatMapToInt(part -> Arrays.stream(facilities(threads, Shards.NONE)
                            .rank(rows, new Classes(new long[1], new int[][] {part}), 15, Progress.NONE)
                            .ids()))
                    .toArray();
            double apart = coverage(rows, new Ranking(union, new double[60]));
            double drawn =
                    coverage(rows, new Ranking(Arrays.copyOf(Priority.shuffled(all.ids()[0], 1), 60), new double[60]));
            assertThat(merged - drawn).isGreaterThan(0.75 * (whole - drawn));
            assertThat(merged).isGreaterThan(apart);
        }
    }

    private static ClassRanking facilities(Threads threads, Shards shards) {
        return new ClassRanking(
                RankingSettings.of(RankingMethod.FACILITY_LOCATION, 5),
                threads,
                Made.MEMORY,
                ClassShares.SOURCE,
                new int[0],
                shards);
    }

    /** The mean over all rows of the cosine with the nearest pick. */
    private static double coverage(Features rows, Ranking ranking) {
        return IntStream.range(0, rows.size())
                .mapToDouble(i -> IntStream.of(ranking.ids())
                        .mapToDouble(
                                pick -> rows.dot(i, pick) / Math.sqrt(rows.squaredNorm(i) * rows.squaredNorm(pick)))
                        .max()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void smallerBudgetsArePrefixesWhereThatIsPromised(RankingMethod method) {
        try (Threads threads = new Threads(2)) {
            Evidence evidence = evidence(method, 3, threads);
            Classes classes = classes(evidence);
            int[] few = ranking(method, threads)
                    .rank(evidence, classes, 21, Progress.NONE)
                    .ids();
            int[] many = ranking(method, threads)
                    .rank(evidence, classes, 60, Progress.NONE)
                    .ids();
            assertThat(Arrays.equals(few, Arrays.copyOf(many, 21))).isEqualTo(NESTED.contains(method));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noneAllAndClassesOfOneSample(RankingMethod method) {
        try (Threads threads = new Threads(1)) {
            Evidence evidence = evidence(method, 2, threads);
            Classes classes = classes(evidence);
            assertThat(ranking(method, threads)
                            .rank(evidence, classes, 0, Progress.NONE)
                            .ids())
                    .isEmpty();
            assertThat(ranking(method, threads)
                            .rank(evidence, classes, N, Progress.NONE)
                            .ids())
                    .containsExactlyInAnyOrder(IntStream.range(0, N).toArray());
            Classes single = new Classes(new long[] {1, 2, 3}, new int[][] {{1}, {2, 6}, {3, 7, 11}});
            assertThat(ranking(method, threads)
                            .rank(evidence, single, 4, Progress.NONE)
                            .ids())
                    .hasSize(4)
                    .doesNotHaveDuplicates();
            Classes one = new Classes(new long[] {0}, new int[][] {{0, 4, 8, 12, 16, 20, 24}});
            assertThat(ranking(method, threads)
                            .rank(evidence, one, 3, Progress.NONE)
                            .ids())
                    .hasSize(3)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCutLeavesTheHardestOutOfEveryMethod(RankingMethod method) {
        RankingSettings settings =
                RankingSettings.builder(method).cut(new Cut(0.5)).seed(5).build();
        try (Threads threads = new Threads(1)) {
            Evidence evidence = evidence(method, 2, threads);
            Ranking ranking = new ClassRanking(settings, threads, Made.MEMORY)
                    .rank(evidence, classes(evidence), 40, Progress.NONE);
            double[] aum = Made.score(evidence, Score.AUM);
            for (int c = 0; c < Made.CLASSES; c++) {
                int label = c;
                double[] sorted = IntStream.range(0, N)
                        .filter(id -> id % 4 == label)
                        .mapToDouble(id -> aum[id])
                        .sorted()
                        .toArray();
                assertThat(Arrays.stream(ranking.ids())
                                .filter(id -> id % 4 == label)
                                .mapToDouble(id -> aum[id]))
                        .hasSize(10)
                        .allMatch(value -> value >= sorted[sorted.length / 2]);
            }
        }
    }

    /** What is missing is said before anything starts, and what is not needed may be missing. */
    @ParameterizedTest
    @EnumSource
    void everyMethodSaysWhatItNeedsAndNeedsNoMore(RankingMethod method) {
        try (Threads threads = new Threads(1)) {
            Evidence all = Made.of(2, N, threads);
            Evidence own = all.withOwn(Made.score(all, Score.EL2N));
            Needs needs = method.needs(false);
            Map<Score, double[]> needed = new EnumMap<>(Score.class);
            needs.scores().forEach(score -> needed.put(score, Made.score(all, score)));
            Evidence least = new Evidence(
                            needs.features() ? all.features() : null,
                            needs.gradients() ? all.gradients() : null,
                            needed.isEmpty() && method != RankingMethod.CCS ? null : table(needed, all),
                            needs.own() ? own.own() : null,
                            needs.labels() ? all.labels() : null,
                            needs.lastLayer() ? all.lastLayer() : null)
                    .withQueries(needs.queries() ? all.queries() : null);
            Classes classes = classes(all);
            assertThat(ranking(method, threads)
                            .rank(least, classes, 20, Progress.NONE)
                            .ids())
                    .hasSize(20);
            for (Evidence without : new Evidence[] {
                needs.features()
                        ? new Evidence(null, all.gradients(), all.scores(), own.own(), all.labels(), all.lastLayer())
                                .withQueries(all.queries())
                        : null,
                needs.gradients()
                        ? new Evidence(all.features(), null, all.scores(), own.own(), all.labels(), all.lastLayer())
                        : null,
                needs.lastLayer() ? all.withLastLayer(null) : null,
                needs.labels() ? all.withLabels(null) : null,
                needs.own() ? all : null,
                needs.queries() ? own.withQueries(null) : null,
                needed.isEmpty() ? null : all.withScores(null),
            }) {
                if (without != null) {
                    assertThatThrownBy(() -> ranking(method, threads).rank(without, classes, 20, Progress.NONE))
                            .isInstanceOf(PithException.class)
                            .hasMessageMatching(method + " needs (features|gradients of a last layer|the last layer of"
                                    + " the network|labels|a score of"
                                    + " your own|queries|scores \\([a-z0-9-]+(, [a-z0-9-]+)*\\)): .*");
                }
            }
        }
    }

    /** A cut needs the area under the margin whatever the rule does: stratified has one unless told otherwise. */
    private static ScoreTable table(Map<Score, double[]> needed, Evidence all) {
        needed.put(Score.AUM, Made.score(all, Score.AUM));
        return new ScoreTable(needed);
    }

    @ParameterizedTest
    @EnumSource
    void scoresThatAreNoNumbersAreRefusedWhereTheyCount(RankingMethod method) {
        try (Threads threads = new Threads(1)) {
            Evidence made = Made.of(2, N, threads);
            for (Score score : method.needs(false).scores()) {
                double[] column = Made.score(made, score);
                double before = column[17];
                column[17] = Double.NaN;
                assertThatThrownBy(() -> new ClassRanking(
                                        RankingSettings.builder(method)
                                                .cut(Cut.NONE)
                                                .build(),
                                        threads,
                                        Made.MEMORY)
                                .rank(made, classes(made), 60, Progress.NONE))
                        .isInstanceOf(PithException.class)
                        .hasMessage("the score " + score
                                + " of sample 17 is NaN: give it a number, or leave the sample out");
                column[17] = before;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenSamplesAreNotPickedAgain(RankingMethod method) {
        int[] given = {0, 3, 4, 8, 9, 50};
        try (Threads threads = new Threads(2)) {
            Evidence evidence = evidence(method, 2, threads);
            ClassRanking ranking =
                    new ClassRanking(RankingSettings.of(method, 5), threads, Made.MEMORY, ClassShares.SOURCE, given);
            assertThat(ranking.rank(evidence, classes(evidence), 40, Progress.NONE)
                            .ids())
                    .hasSize(40)
                    .doesNotHaveDuplicates()
                    .doesNotContain(given);
            assertThat(ranking.rank(evidence, classes(evidence), N - 6, Progress.NONE)
                            .ids())
                    .hasSize(N - 6)
                    .doesNotHaveDuplicates();
        }
    }

    /** Going on from the first picks is the same as not having stopped. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "FACILITY_LOCATION",
                "WEIGHTED_FACILITY_LOCATION",
                "UNCERTAINTY_HERDING",
                "LOG_DETERMINANT",
                "GRAPHCUT",
                "FEATURE_BASED",
                "SATURATED_COVERAGE",
                "DISPARITY_SUM",
                "MIXTURE",
                "HERDING",
                "K_CENTER",
                "CRAIG",
                "FLQMI"
            })
    void objectivesGoOnFromGivenSamples(RankingMethod method) {
        for (long seed = 1; seed <= 4; seed++) {
            try (Threads threads = new Threads(2)) {
                Evidence evidence = evidence(method, seed, threads).withOwn(null);
                Classes one = Classes.all(N, new BitSet());
                Ranking whole = ranking(method, threads).rank(evidence, one, 30, Progress.NONE);
                int[] first = Arrays.copyOf(whole.ids(), 12);
                Arrays.sort(first);
                Ranking rest = new ClassRanking(
                                RankingSettings.of(method, 5), threads, Made.MEMORY, ClassShares.SOURCE, first)
                        .rank(evidence, one, 18, Progress.NONE);
                assertThat(rest.ids()).containsExactly(Arrays.copyOfRange(whole.ids(), 12, 30));
                if (!SUMS.contains(method)) {
                    assertThat(rest.gains()).containsExactly(Arrays.copyOfRange(whole.gains(), 12, 30));
                }
            }
        }
    }

    @Test
    void refusesGivenSamplesThatThereAreNot() {
        try (Threads threads = new Threads(1)) {
            Evidence evidence = evidence(RankingMethod.RANDOM, 2, threads);
            for (int[] given : new int[][] {{3, N}, {5, 7}}) {
                ClassRanking ranking = new ClassRanking(
                        RankingSettings.of(RankingMethod.RANDOM, 0), threads, Made.MEMORY, ClassShares.SOURCE, given);
                assertThatThrownBy(() -> ranking.rank(evidence, classes(evidence, 5), 10, Progress.NONE))
                        .isInstanceOf(PithException.class)
                        .hasMessage("the given id " + (given[0] == 5 ? 5 : N)
                                + " is none of the samples that can be used: give ids of the source that were not left"
                                + " out");
            }
        }
    }

    @Test
    void aUsersScoreDemandsInPlaceOfDifficulty() {
        try (Threads threads = new Threads(1)) {
            Evidence made = Made.of(2, N, threads);
            Classes classes = classes(made);
            ClassRanking weighted = ranking(RankingMethod.WEIGHTED_FACILITY_LOCATION, threads);
            Ranking byOwn = weighted.rank(
                    made.withScores(null).withOwn(Made.score(made, Score.CAD)), classes, 20, Progress.NONE);
            assertThat(byOwn).usingRecursiveComparison().isEqualTo(weighted.rank(made, classes, 20, Progress.NONE));
            double[] negative = new double[N];
            negative[9] = -1;
            assertThatThrownBy(() -> weighted.rank(made.withOwn(negative), classes, 20, Progress.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessage("the score of sample 9 is -1.0, but what a sample demands cannot be negative: shift the"
                            + " score");
        }
    }
}
