package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.npy.FloatMatrix;
import dev.pith.prune.PruningKind;
import dev.pith.torch.train.SoftLabels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** 40 samples, of class 0 where the id is even, else 1. */
    private static final int[] POOL = IntStream.range(0, 40).toArray();

    private static final int[] LABELS = Arrays.stream(POOL).map(id -> id % 2).toArray();

    /** Accuracy 0.5 plus a hundredth of the seed; one second for every sample. */
    private static Outcome outcome(SelectionTrial trial) {
        return new Outcome(0.5 + trial.recipe().seed() / 100.0, trial.samples(), 30, trial.ids().length);
    }

    private static Conditions conditions(int seeds) {
        return new Conditions(List.of("mlp"), 5, seeds, Map.of(View.STEPS, 30), 0, 0.05, List.of(), 0);
    }

    private static Comparison comparison(Conditions conditions, Candidate... candidates) {
        return new Comparison(conditions, LABELS, POOL, List.of(candidates));
    }

    private static String selections(List<Row> rows) {
        return rows.stream()
                .map(row -> row.selection() + " " + row.samples()
                        + (row.pruning() == PruningKind.NONE ? "" : " " + row.pruning()))
                .collect(Collectors.joining(", "));
    }

    @Test
    void selectionsStandBesideRandomOnesOfTheirSizeAndBesideAll() {
        Comparison comparison = comparison(
                conditions(1),
                new Candidate("large", new int[] {1, 2, 3, 4}, 1),
                new Candidate("a", new int[] {7, 0}, 1),
                new Candidate("b", new int[] {8, 1}, 1),
                new Candidate("even", new int[] {2, 4}, 1));
        assertThat(selections(comparison.rows(ComparisonTest::outcome)))
                .isEqualTo("random 2, a 2, b 2, random like even 2, even 2, random 4, large 4, all 40");
    }

    /** A logged training on labels is found again: only a teacher changes what a training is known by. */
    @Test
    void everythingIsTrainedOnceMoreOnATeachersWord() {
        Teacher teacher = new Teacher(new SoftLabels(FloatMatrix.of(new float[80], 40, 2), 4), "abc", 90);
        List<Candidate> candidates = List.of(
                new Candidate("a", new int[] {7, 0}, 100),
                new Candidate("a, rebuilt", List.of(new int[] {7, 0}), 1, 100, "patches"));
        Comparison hard = new Comparison(conditions(2), LABELS, POOL, candidates);
        Comparison soft = new Comparison(conditions(2), LABELS, POOL, candidates, teacher);
        // a soft training gains a tenth, of the selection two
        List<Row> rows = soft.rows(trial -> new Outcome(
                trial.teacher() == null ? 0.5 : trial.ids()[0] == 0 && trial.ids()[1] == 7 ? 0.7 : 0.6, 1, 1, 1));
        assertThat(selections(rows))
                .isEqualTo("random 2, random + soft labels 2, a 2, a + soft labels 2, a, rebuilt 2, all 40,"
                        + " all + soft labels 40");
        assertThat(rows.get(3).overRandom()).isCloseTo(0.1, within(1e-12));
        assertThat(rows.stream().map(Row::selectionSeconds)).containsExactly(0.0, 90.0, 100.0, 100.0, 100.0, 0.0, 90.0);
        List<String> identities =
                soft.trials().stream().map(SelectionTrial::identity).toList();
        assertThat(identities)
                .containsAll(
                        hard.trials().stream().map(SelectionTrial::identity).toList());
        assertThat(identities.stream().filter(identity -> identity.endsWith(" soft labels abc at 4.0")))
                .hasSize(2 * 3);
    }

    @Test
    void aDifferenceIsPairedByTheSeed() {
        Comparison comparison = comparison(conditions(4), new Candidate("a", new int[] {7, 0}, 60));
        // seeds 5 to 8 differ by a tenth each; beside random the selection wins 0.01, 0.02, 0.03, 0.04
        Row row = comparison
                .rows(trial -> new Outcome(
                        trial.recipe().seed() / 10.0
                                + (Arrays.equals(trial.ids(), new int[] {0, 7})
                                        ? (trial.recipe().seed() - 4) / 100.0
                                        : 0),
                        1,
                        1,
                        1))
                .get(1);
        assertThat(row.overRandom()).isCloseTo(0.025, within(1e-12));
        // the deviation is sqrt(5 / 3) hundredths, and 3.1824 the point of t with three degrees of freedom
        assertThat(row.overRandomInterval()).isCloseTo(3.1824 * 0.01 * Math.sqrt(5.0 / 3 / 4), within(1e-9));
    }

    @Test
    void everySeedHasTheDrawThatIsItsOwnAndRandomFollowsItsBalance() {
        Candidate drawn = new Candidate("drawn", List.of(new int[] {0, 1}, new int[] {2, 4}), 2, 1, null);
        Comparison comparison = comparison(conditions(3), drawn);
        List<SelectionTrial> trials = comparison.trials();
        assertThat(trials.stream().filter(trial -> trial.ids().length == 2)).hasSize(6);
        assertThat(List.of(trials.get(1), trials.get(4), trials.get(7)).stream().map(trial -> trial.ids()[0]))
                .containsExactly(0, 2, 0);
        assertThat(List.of(trials.get(0), trials.get(3), trials.get(6)).stream()
                        .map(trial ->
                                Arrays.stream(trial.ids()).map(id -> LABELS[id]).sum()))
                .containsExactly(1, 0, 1);
    }

    @Test
    void allIsTrainedOnAsOftenAsTheRest() {
        Comparison comparison = comparison(conditions(3), new Candidate("a", new int[] {7, 0}, 1));
        for (int size : new int[] {2, POOL.length}) {
            assertThat(comparison.trials().stream()
                            .filter(trial -> trial.ids().length == size)
                            .map(trial -> trial.recipe().seed())
                            .distinct())
                    .containsExactly(5L, 6L, 7L);
        }
    }

    @Test
    void weightsGoWithTheIdsOfTheirDrawAndRandomHasNone() {
        Candidate weighted = new Candidate(
                "craig",
                List.of(new int[] {7, 0}, new int[] {2, 3}),
                List.of(new float[] {3, 1}, new float[] {4, 9}),
                2,
                1,
                null);
        Comparison comparison = comparison(conditions(2), weighted);
        List<SelectionTrial> ofCraig = comparison.trials().stream()
                .filter(trial -> trial.weights() != null)
                .toList();
        assertThat(ofCraig.stream().map(trial -> Arrays.toString(trial.ids()) + Arrays.toString(trial.weights())))
                .containsExactly("[0, 7][1.0, 3.0]", "[2, 3][4.0, 9.0]");
        assertThat(ofCraig.get(0).identity()).endsWith(" 0,7 weights [1.0, 3.0]");
        assertThat(comparison.trials()).hasSize(6);
        assertThat(weighted.rebuilt("patches", 2).weights()).isNotNull();
    }

    @Test
    void whatOneNetworkSaysCountsOnce() {
        Candidate twice = new Candidate("a", List.of(new int[] {0, 1}, new int[] {2, 3}), 2, 1, null);
        // on the word of the first network 1 and 3 points above random, on that of the second 5 and 7
        double[] gains = {0.01, 0.05, 0.03, 0.07};
        Row row = comparison(conditions(4), twice)
                .rows(trial -> {
                    int s = Math.toIntExact(trial.recipe().seed() - 5);
                    return new Outcome(Arrays.equals(trial.ids(), twice.ids(s)) ? 0.5 + gains[s] : 0.5, 1, 1, 1);
                })
                .get(1);
        assertThat(row.overRandom()).isCloseTo(0.04, within(1e-12));
        // means of 2 and 6 points: a standard error of 2 points at one degree of freedom
        assertThat(row.overRandomInterval()).isCloseTo(12.7062 * 0.02, within(1e-9));
    }

    @Test
    void whatIsEqualIsTrainedOnOnce() {
        Comparison comparison = comparison(
                conditions(2), new Candidate("a", new int[] {7, 0}, 1), new Candidate("b", new int[] {0, 7}, 1));
        assertThat(comparison.trials()).hasSize(8);
        assertThat(comparison.trials().stream().map(SelectionTrial::identity).distinct())
                .hasSize(6);
        assertThat(comparison.trials().get(4).recipe().seed()).isEqualTo(6); // after a round of the first seed
    }

    @Test
    void everySeedDrawsAnewAndKeepsTheBalance() {
        int[] selection = {1, 3, 5, 8};
        Comparison comparison = comparison(conditions(3), new Candidate("a", selection, 1));
        List<int[]> draws = comparison.trials().stream()
                .map(SelectionTrial::ids)
                .filter(ids -> ids.length == 4 && !Arrays.equals(ids, selection))
                .toList();
        assertThat(draws).hasSize(3);
        assertThat(draws.stream().map(Arrays::toString).distinct()).hasSize(3);
        assertThat(draws).allSatisfy(ids -> {
            assertThat(ids).isSorted().doesNotHaveDuplicates();
            assertThat(Arrays.stream(ids).filter(id -> LABELS[id] == 1)).hasSize(3);
        });
    }

    @Test
    void aRowSumsItsSeedsUp() {
        Row row = comparison(conditions(3), new Candidate("a", new int[] {7, 0}, 60))
                .rows(ComparisonTest::outcome)
                .get(1);
        assertThat(row.accuracy()).isCloseTo(0.56, within(1e-12));
        assertThat(row.deviation()).isCloseTo(0.01, within(1e-12)); // of 0.55, 0.56, 0.57
        assertThat(row.keep()).isEqualTo(0.05);
        assertThat(row.samplesSeen()).isEqualTo(30 * 2);
        assertThat(row.seconds()).isEqualTo(2);
        assertThat(row.paidOffAfter()).isEqualTo(2); // 60 s, of which a training spares 38
    }

    @Test
    void oneSeedHasNoDeviation() {
        Comparison comparison = comparison(conditions(1), new Candidate("a", new int[] {7, 0}, 60));
        assertThat(comparison.rows(ComparisonTest::outcome)).allMatch(row -> Double.isNaN(row.deviation()));
    }

    @Test
    void whatSparesNothingNeverPaysOff() {
        List<Row> rows = comparison(conditions(1), new Candidate("a", new int[] {7, 0}, 60))
                .rows(trial -> new Outcome(0.5, 480, 30, 7));
        assertThat(rows.stream().map(Row::paidOffAfter))
                .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NaN);
    }

    @Test
    void whatClocksVaryByIsNotSpared() {
        Comparison comparison = comparison(conditions(3), new Candidate("a", new int[] {7, 0}, 60));
        // 40 or 39 seconds of everything, 38 of two samples; then 1 to 61 of everything
        Function<SelectionTrial, Outcome> steady =
                trial -> seconds(trial, trial.recipe().seed() % 2);
        Function<SelectionTrial, Outcome> noisy =
                trial -> seconds(trial, 30 * (trial.recipe().seed() - 6));
        assertThat(comparison.rows(steady).get(1).paidOffAfter()).isEqualTo(45); // of 1.33 each
        assertThat(comparison.rows(noisy).get(1).paidOffAfter()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    private static Outcome seconds(SelectionTrial trial, long less) {
        return new Outcome(0.5, 1, 1, trial.ids().length == 2 ? 38 : 40 - less);
    }

    @Test
    void whatSparesSamplesComesOnTopOfEverythingAtEqualEpochs() {
        Conditions both = new Conditions(
                List.of("mlp"),
                0,
                1,
                Map.of(View.STEPS, 30, View.EPOCHS, 7),
                0,
                0.05,
                List.of(PruningKind.INFOBATCH, PruningKind.SETA),
                0.3);
        Comparison comparison = comparison(both, new Candidate("a", new int[] {0, 1, 2, 3}, 1));
        assertThat(selections(comparison.rows(ComparisonTest::outcome)))
                .isEqualTo("random 4, a 4, all 40, random 4, random 4 infobatch, random 4 seta, a 4, a 4 infobatch, a 4"
                        + " seta, all 40, all 40 infobatch, all 40 seta");
        assertThat(comparison.trials())
                .allMatch(trial ->
                        trial.pruning() == PruningKind.NONE || trial.recipe().epochs() == 7);
    }

    @Test
    void aSelectionIsComparedWithRandomSamplesOfItsBalance() {
        Comparison comparison = comparison(
                conditions(1), new Candidate("mixed", new int[] {0, 1}, 1), new Candidate("even", new int[] {2, 4}, 1));
        // accuracy: the sum of the labels
        List<Row> rows = comparison.rows(trial ->
                new Outcome(Arrays.stream(trial.ids()).map(id -> LABELS[id]).sum(), 0, 0, 0));
        assertThat(rows.stream().map(Row::accuracy)).containsExactly(1.0, 1.0, 0.0, 0.0, 20.0);
        assertThat(rows.stream().map(Row::overRandom)).containsExactly(Double.NaN, 0.0, Double.NaN, 0.0, Double.NaN);
    }

    @Test
    void randomSamplesAloneShowWhatMoreSamplesAreWorth() {
        Comparison comparison = comparison(
                conditions(1),
                new Candidate(Comparison.RANDOM, new int[] {0, 1, 2, 3}, 1),
                new Candidate(Comparison.RANDOM, new int[] {0, 1}, 1));
        assertThat(selections(comparison.rows(ComparisonTest::outcome))).isEqualTo("random 2, random 4, all 40");
    }

    @Test
    void viewsDifferInWhatIsEqual() {
        Conditions both =
                new Conditions(List.of("mlp"), 0, 1, Map.of(View.STEPS, 30, View.EPOCHS, 7), 0, 0.05, List.of(), 0);
        Comparison comparison = comparison(both, new Candidate("a", new int[] {0, 1}, 1));
        assertThat(comparison.rows(ComparisonTest::outcome).stream().map(Row::view))
                .containsExactly(View.STEPS, View.STEPS, View.STEPS, View.EPOCHS, View.EPOCHS, View.EPOCHS);
        assertThat(comparison.trials().stream().map(trial -> trial.recipe().steps()))
                .containsExactly(30L, 30L, 30L, 0L, 0L, 0L);
        assertThat(comparison.trials().stream().map(trial -> trial.recipe().epochs()))
                .containsExactly(0, 0, 0, 7, 7, 7);
    }

    @Test
    void equalStepsCostAlikeUnlessASelectionDoesNotFillABatch() {
        Conditions steps = conditions(1);
        assertThat(List.of(steps.evenBatch(6000), steps.evenBatch(640), steps.evenBatch(65)))
                .containsExactly(63, 64, 65); // the last one joins the batch before
        assertThat(List.of(steps.evenBatch(66), steps.evenBatch(10))).containsExactly(33, 10);
        Conditions epochs = new Conditions(List.of("mlp"), 0, 1, Map.of(View.EPOCHS, 7), 0, 0.05, List.of(), 0);
        assertThatThrownBy(() -> epochs.evenBatch(66))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is compared at equal steps");
    }

    @Test
    void onlyAtEqualEpochsSmallSelectionsGetSmallBatches() {
        Candidate tenth = new Candidate("tenth", new int[] {0, 1, 2, 3}, 1);
        Conditions both =
                new Conditions(List.of("mlp"), 0, 1, Map.of(View.STEPS, 30, View.EPOCHS, 7), 0, 0.05, List.of(), 0);
        Comparison rule = comparison(both, tenth, new Candidate("more", new int[] {0, 1, 2, 3, 4, 5}, 1));
        assertThat(rule.trials().stream().map(trial -> trial.recipe().batch()))
                .containsExactly(64, 64, 64, 64, 64, 16, 16, 128, 128, 128);
        Conditions told = new Conditions(List.of("mlp"), 0, 1, Map.of(View.STEPS, 30), 32, 0.05, List.of(), 0);
        assertThat(comparison(told, tenth).trials())
                .allMatch(trial -> trial.recipe().batch() == 32);
    }
}
