package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerComparisonTest {
    private static final int N = 90;
    private static final int[] POOL =
            IntStream.range(0, N).filter(id -> id % 9 != 4).toArray();
    private static final int[] TOKENS =
            IntStream.range(0, N).map(id -> 5 + id * id % 37).toArray();
    private static final int SEEDS = 4;

    @TempDir
    Path folder;

    private static Recipe recipe(long seed) {
        return Recipe.builder()
                .epochs(3)
                .batch(16)
                .rule(new Adam(0.9, 0.999, 1e-8, 0.01, true))
                .schedule(new Schedule.Linear(1e-3, 0))
                .seed(seed)
                .build();
    }

    private static AnswerComparison comparison(Candidate... candidates) {
        return new AnswerComparison("tiny", AnswerComparisonTest::recipe, 7, SEEDS, POOL, TOKENS, List.of(candidates));
    }

    private static Candidate longest(int count) {
        int[] ids = Arrays.stream(POOL)
                .boxed()
                .sorted((a, b) -> TOKENS[b] - TOKENS[a])
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        return new Candidate("longest", ids, 3);
    }

    private static long tokens(int... ids) {
        return Arrays.stream(ids).mapToLong(id -> TOKENS[id]).sum();
    }

    /** A loss that tells records apart, and seeds. */
    private static Outcome outcome(AnswerTrial trial) {
        double loss = 4
                - 0.01 * Math.sqrt((double) trial.tokens())
                + 0.1 * trial.recipe().seed();
        return new Outcome(loss, trial.samples(), 1, 2);
    }

    @Test
    void randomRecordsAreAsManyOrAsLongAndNewForEverySeed() {
        Candidate longest = longest(10);
        List<AnswerTrial> trials = comparison(longest).trials();
        int each = trials.size() / SEEDS; // random, longest and all; random like longest, longest and all
        assertThat(each).isEqualTo(6);
        for (int s = 0; s < SEEDS; s++) {
            List<AnswerTrial> some = trials.subList(s * each, (s + 1) * each);
            int[] many = some.get(0).ids();
            int[] as = some.get(3).ids();
            assertThat(many).hasSize(10).isSorted().doesNotHaveDuplicates();
            assertThat(POOL).contains(many).contains(as);
            assertThat(some.get(1).ids()).containsExactly(longest.ids(s));
            assertThat(some.get(2).ids()).containsExactly(POOL);
            long wanted = tokens(longest.ids(s));
            assertThat(some.get(1).tokens()).isEqualTo(wanted);
            long off = Math.abs(tokens(as) - wanted);
            assertThat(off).isLessThanOrEqualTo(Arrays.stream(TOKENS).max().orElseThrow() / 2 + 1);
            assertThat(as.length).isGreaterThan(10);
            assertThat(some).allMatch(trial -> trial.tokens() == tokens(trial.ids()));
            if (s > 0) {
                assertThat(many).isNotEqualTo(trials.get(0).ids());
            }
        }
    }

    @Test
    void differencesArePairedWithTheRandomRecordsOfTheView() {
        Candidate longest = longest(10);
        Candidate draws = new Candidate(
                "drawn",
                IntStream.range(0, SEEDS)
                        .mapToObj(s -> Arrays.copyOfRange(POOL, s, s + 5))
                        .toList(),
                1,
                0,
                null);
        AnswerComparison comparison =
                comparison(longest, draws, new Candidate(Comparison.RANDOM, Arrays.copyOf(POOL, 20), 0));
        List<Row> rows = comparison.rows(AnswerComparisonTest::outcome, List.of());
        assertThat(rows.stream().map(row -> row.view() + " " + row.selection()))
                .containsExactly(
                        "records random",
                        "records drawn",
                        "records random",
                        "records longest",
                        "records random",
                        "records all",
                        "tokens random like drawn",
                        "tokens drawn",
                        "tokens random like longest",
                        "tokens longest",
                        "tokens all");
        assertThat(rows.stream().map(Row::samples).limit(6)).containsExactly(5, 5, 10, 10, 20, POOL.length);
        List<AnswerTrial> trials = comparison.trials();
        int each = trials.size() / SEEDS;
        for (int r : new int[] {1, 3, 7, 9}) {
            double difference = 0;
            double loss = 0;
            for (int s = 0; s < SEEDS; s++) {
                double mine = outcome(trials.get(s * each + r)).accuracy();
                loss += mine / SEEDS;
                difference += (mine - outcome(trials.get(s * each + r - 1)).accuracy()) / SEEDS;
            }
            assertThat(rows.get(r).accuracy()).isCloseTo(loss, within(1e-12));
            assertThat(rows.get(r).overRandom()).isCloseTo(difference, within(1e-12));
            assertThat(rows.get(r).overRandomInterval()).isPositive();
        }
        assertThat(rows.get(3).overRandom()).isNegative(); // more tokens, a smaller loss
        assertThat(rows.get(3).paidOffAfter()).isInfinite(); // all trainings take as long
    }

    @Test
    void tablesOfLossesComeBackFromTheirFile() throws IOException {
        List<Row> rows = comparison(longest(10)).rows(AnswerComparisonTest::outcome, List.of());
        Path file = folder.resolve(EvaluationFile.NAME);
        EvaluationFile.write(file, rows);
        assertThat(file).content().startsWith("view,network,selection,pruning,samples,keep,loss_mean,loss_std,");
        assertThat(EvaluationFile.read(file)).isEqualTo(rows);
    }

    @Test
    void everyTestHasItsRows() {
        AnswerComparison comparison = comparison(longest(10));
        List<Row> rows = comparison.rows(
                trial -> {
                    Outcome one = outcome(trial);
                    return new Outcome(one.accuracy(), List.of(10 * one.accuracy()), one.samplesSeen(), 1, 2);
                },
                List.of("terms.jsonl"));
        List<Row> first = comparison.rows(AnswerComparisonTest::outcome, List.of());
        assertThat(rows.subList(0, first.size())).isEqualTo(first);
        assertThat(rows).hasSize(2 * first.size());
        for (int r = 0; r < first.size(); r++) {
            Row further = rows.get(first.size() + r);
            assertThat(further.network()).isEqualTo("tiny on terms.jsonl");
            assertThat(further.selection()).isEqualTo(first.get(r).selection());
            assertThat(further.accuracy()).isCloseTo(10 * first.get(r).accuracy(), within(1e-9));
        }
        assertThat(rows.get(first.size() + 1).overRandom())
                .isCloseTo(10 * first.get(1).overRandom(), within(1e-9));
    }

    @Test
    void theLogSaysLossAndGoesOn() {
        List<AnswerTrial> trials = comparison(longest(10)).trials();
        Path file = folder.resolve("trials.jsonl");
        try (TrialLog log = TrialLog.open(file, "records")) {
            log.add(trials.get(0), outcome(trials.get(0)));
            log.add(trials.get(2), new Outcome(3, List.of(4.5, 0.125), 6, 7, 8));
        }
        assertThat(file).content().contains("\"loss\":").doesNotContain("accuracy");
        try (TrialLog log = TrialLog.open(file, "records")) {
            assertThat(log.find(trials.get(0))).contains(outcome(trials.get(0)));
            assertThat(log.find(trials.get(1))).isEmpty();
            assertThat(log.find(trials.get(2))).contains(new Outcome(3, List.of(4.5, 0.125), 6, 7, 8));
        }
    }
}
