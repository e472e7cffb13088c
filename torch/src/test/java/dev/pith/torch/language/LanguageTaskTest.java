package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.torch.Tensors;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.optimize.Sgd;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTaskTest {
    private static final Precision FLOAT = new Precision(false, false);
    private static final Threads THREADS = new Threads(2);

    @AfterAll
    static void close() {
        THREADS.close();
    }

    private static Recipe.Builder recipe() {
        return Recipe.builder()
                .batch(8)
                .epochs(80)
                .rule(new Adam(0.9, 0.95, 1e-8, 0.1, true))
                .schedule(new Schedule.Linear(1e-2, 0));
    }

    private static EpochPruning everything(Recipe recipe, int samples) {
        return EpochPruning.none(PruningSchedule.of(samples, recipe.totalEpochs(samples), recipe.seed()));
    }

    private static LanguageModel model(String family) {
        return family.equals("gpt2") ? Tiny.gpt2(1) : Tiny.llama(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void learnsByHeartFromRandomWeights(String family) {
        List<TokenRecord> records = Tiny.records(16);
        Recipe recipe = recipe().build();
        try (LanguageModel model = model(family);
                Trainer trainer =
                        new Trainer(recipe, new LanguageTask(model, records, FLOAT), everything(recipe, 16), THREADS)) {
            List<EpochRecord> epochs = trainer.limit(1).train(TrainingListener.NONE);
            assertThat(epochs.get(0).loss()).isCloseTo(Math.log(Tiny.VOCABULARY), within(0.5));
            assertThat(epochs.get(79).loss()).isLessThan(0.1);
            for (TokenRecord record : records) {
                int[] prompt = Arrays.copyOf(record.ids(), 3);
                int[] answer = Arrays.copyOfRange(record.ids(), 3, record.ids().length);
                assertThat(Generation.greedy(model, prompt, answer.length, -1)).containsExactly(answer);
            }
        }
    }

    @Test
    void infoBatchSparesRecordsAndLearns() {
        Recipe recipe = recipe().build();
        InfoBatch pruning = new InfoBatch(PruningSchedule.of(16, 80, 0), 0.5);
        try (LanguageModel model = Tiny.llama(1);
                Trainer trainer =
                        new Trainer(recipe, new LanguageTask(model, Tiny.records(16), FLOAT), pruning, THREADS)) {
            List<EpochRecord> epochs = trainer.train(TrainingListener.NONE);
            assertThat(epochs.stream().mapToInt(EpochRecord::samples).sum()).isLessThan(80 * 16 - 160);
            assertThat(epochs.get(79).loss()).isLessThan(0.2);
        }
    }

    @Test
    void theStepsOfAllBatchesAreOnAverageTheStepOfAllTokens() {
        List<TokenRecord> records = Tiny.records(6);
        double[] expected = change(records, IntStream.range(0, 6).toArray());
        double[] mean = new double[expected.length];
        for (int a = 0; a < 6; a++) {
            for (int b = a + 1; b < 6; b++) {
                double[] change = change(records, a, b);
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += change[k] / 15;
                }
            }
        }
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(mean).containsExactly(expected, within(1e-4 * largest));
    }

    @Test
    void whatInfoBatchLeavesOutIsOnAverageMadeUpFor() {
        List<TokenRecord> records = Tiny.records(6);
        double[] expected = change(records, IntStream.range(0, 6).toArray());
        // Records 0 to 3 are below the mean and two of them stay, at 4 / 2; 4 and 5 stay in any case.
        double[] mean = new double[expected.length];
        for (int a = 0; a < 4; a++) {
            for (int b = a + 1; b < 4; b++) {
                double[] change = change(records, new Fixed(6, new float[] {2, 2, 1, 1}, a, b, 4, 5));
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += change[k] / 6 * 4 / 6; // six plans; a step of 4 records counts 4 of 6
                }
            }
        }
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(mean).containsExactly(expected, within(1e-4 * largest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "lora"})
    void computingBlocksTwiceChangesNoBit(String family) {
        List<float[]> weights = new ArrayList<>();
        for (boolean twice : new boolean[] {false, true}) {
            Recipe recipe = recipe().epochs(2).batch(40).build();
            try (LanguageModel model = model(family)) {
                if (family.equals("lora")) {
                    new Lora(2, 4, List.of()).attach(model, 3);
                }
                LanguageTask task = new LanguageTask(model, Tiny.records(90), FLOAT, twice);
                try (Trainer trainer = new Trainer(recipe, task, everything(recipe, 90), THREADS)) {
                    trainer.train(TrainingListener.NONE);
                }
                weights.add(weights(model));
            }
        }
        assertThat(weights.get(1)).containsExactly(weights.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void recordsBesideEachOtherDoNotSeeEachOther(String family) {
        List<TokenRecord> records = Tiny.records(9);
        try (LanguageModel model = model(family)) {
            float[] together = AnswerLoss.of(model, records, THREADS);
            for (int i = 0; i < 9; i++) {
                float[] alone = AnswerLoss.of(model, List.of(records.get(i)), THREADS);
                assertThat(alone[0]).isCloseTo(together[i], within(1e-5f));
            }
        }
    }

    @Test
    void partsAreWholeRecordsOfSoManyTokens() {
        int[] lengths = {200, 300, 13, 100, 600, 1, 511, 2};
        List<TokenRecord> records = Arrays.stream(lengths)
                .mapToObj(length -> TokenRecord.of(new int[length + 1], length))
                .toList();
        assertThat(AnswerLoss.starts(records)).containsExactly(0, 2, 4, 5, 7);
        assertThat(AnswerLoss.starts(List.of())).isEmpty();
    }

    @Test
    void epochsSayHowManyTokensTheySaw() {
        Recipe recipe = recipe().epochs(1).build();
        List<TokenRecord> records = Tiny.records(20);
        try (LanguageModel model = Tiny.llama(1);
                Trainer trainer =
                        new Trainer(recipe, new LanguageTask(model, records, FLOAT), everything(recipe, 20), THREADS)) {
            assertThat(trainer.train(TrainingListener.NONE).get(0).tokens())
                    .isEqualTo(records.stream()
                            .mapToLong(record -> record.ids().length - 1) // after the last nothing is said
                            .sum());
        }
    }

    @Test
    void theStepOfEverythingIsThatOfTheMeanOverTokens() {
        List<TokenRecord> records = Tiny.records(6);
        double step =
                Arrays.stream(change(records, 0, 1, 2, 3, 4, 5)).map(d -> d * d).sum();
        try (LanguageModel model = Tiny.llama(1)) {
            double before = meanOverTokens(model, records);
            // To first order, a step of gradient descent lowers the loss by the squared step over the rate.
            try (LanguageModel after = Tiny.llama(1)) {
                train(after, records, new Fixed(6, 0, 1, 2, 3, 4, 5), 1e-3);
                double moved =
                        Arrays.stream(difference(model, after)).map(d -> d * d).sum();
                assertThat((before - meanOverTokens(after, records)) / (moved / 1e-3))
                        .isCloseTo(1, within(0.02));
            }
            assertThat(step).isPositive();
        }
    }

    private static double meanOverTokens(LanguageModel model, List<TokenRecord> records) {
        float[] losses = AnswerLoss.of(model, records, THREADS);
        double sum = 0;
        double tokens = 0;
        for (int i = 0; i < losses.length; i++) {
            sum += (double) losses[i] * records.get(i).answers();
            tokens += records.get(i).answers();
        }
        return sum / tokens;
    }

    /** Returns what a step of gradient descent on some records, at a rate of 1, changes. */
    private static double[] change(List<TokenRecord> records, int... batch) {
        return change(records, new Fixed(records.size(), batch));
    }

    private static double[] change(List<TokenRecord> records, Fixed plan) {
        try (LanguageModel before = Tiny.llama(1);
                LanguageModel after = Tiny.llama(1)) {
            train(after, records, plan, 1);
            return difference(before, after);
        }
    }

    private static void train(LanguageModel model, List<TokenRecord> records, EpochPruning pruning, double rate) {
        Recipe recipe = Recipe.builder()
                .epochs(1)
                .batch(records.size())
                .rule(new Sgd(0, false, 0))
                .schedule(new Schedule.Constant(rate))
                .build();
        try (Trainer trainer = new Trainer(recipe, new LanguageTask(model, records, FLOAT), pruning, THREADS)) {
            trainer.train(TrainingListener.NONE);
        }
    }

    private static double[] difference(LanguageModel before, LanguageModel after) {
        float[] from = weights(before);
        float[] to = weights(after);
        return IntStream.range(0, from.length)
                .mapToDouble(k -> (double) to[k] - from[k])
                .toArray();
    }

    private static float[] weights(LanguageModel model) {
        List<Float> all = new ArrayList<>();
        model.parameters().tensors().values().forEach(tensor -> {
            for (float value : Tensors.floats(tensor)) {
                all.add(value);
            }
        });
        float[] weights = new float[all.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = all.get(i);
        }
        return weights;
    }

    private static float[] trained(Recipe recipe, Threads threads, double limit, LongFunction<EpochPruning> pruning) {
        try (LanguageModel model = Tiny.llama(1);
                Trainer trainer = new Trainer(
                        recipe, new LanguageTask(model, Tiny.records(150), FLOAT), pruning.apply(150), threads)) {
            trainer.limit(limit).train(TrainingListener.NONE);
            return weights(model);
        }
    }

    @Test
    void threadsChangeNoBit() {
        Recipe recipe = recipe().epochs(1).batch(150).build();
        try (Threads one = new Threads(1);
                Threads three = new Threads(3)) {
            assertThat(trained(recipe, three, 0.1, n -> everything(recipe, 150)))
                    .containsExactly(trained(recipe, one, 0.1, n -> everything(recipe, 150)));
        }
    }

    @Test
    void accumulatedBatchesAreAsGoodAsOne() {
        Recipe whole = recipe().epochs(1).batch(150).rule(new Sgd(0, false, 0)).build();
        Recipe inParts = recipe().epochs(1)
                .batch(10)
                .accumulate(15)
                .rule(new Sgd(0, false, 0))
                .build();
        assertThat(trained(inParts, THREADS, 1, n -> everything(inParts, 150)))
                .containsExactly(trained(whole, THREADS, 1, n -> everything(whole, 150)), within(1e-5f));
    }

    @Test
    void aLimitShortensStepsThatAreTooLong() {
        Recipe recipe = recipe().epochs(1)
                .batch(150)
                .rule(new Sgd(0, false, 0))
                .schedule(new Schedule.Constant(1))
                .build();
        try (LanguageModel model = Tiny.llama(1)) {
            float[] start = weights(model);
            assertThat(distance(start, trained(recipe, THREADS, 0.01, n -> everything(recipe, 150))))
                    .isCloseTo(0.01, within(1e-4));
            double free = distance(start, trained(recipe, THREADS, 1e9, n -> everything(recipe, 150)));
            assertThat(distance(start, trained(recipe, THREADS, 2 * free, n -> everything(recipe, 150))))
                    .isEqualTo(free)
                    .isGreaterThan(0.1);
        }
    }

    private static double distance(float[] a, float[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(k -> Math.pow((double) a[k] - b[k], 2))
                .sum());
    }

    @Test
    void goesOnToTheSameBits(@TempDir Path folder) {
        Recipe recipe = recipe().epochs(4).build();
        Path file = folder.resolve("state.safetensors");
        float[] whole;
        try (LanguageModel model = Tiny.llama(1);
                Trainer trainer = new Trainer(
                        recipe,
                        new LanguageTask(model, Tiny.records(20), FLOAT),
                        new InfoBatch(PruningSchedule.of(20, 4, 0), 0.5),
                        THREADS)) {
            trainer.train(new TrainingListener() {
                @Override
                public void onEpoch(Trainer at, EpochRecord epoch) {
                    if (epoch.epoch() == 2) {
                        at.save(file, Map.of());
                    }
                }
            });
            whole = weights(model);
        }
        try (LanguageModel model = Tiny.llama(2);
                Trainer trainer = new Trainer(
                        recipe,
                        new LanguageTask(model, Tiny.records(20), FLOAT),
                        new InfoBatch(PruningSchedule.of(20, 4, 0), 0.5),
                        THREADS)) {
            trainer.restore(file);
            trainer.train(TrainingListener.NONE);
            assertThat(weights(model)).containsExactly(whole);
        }
    }

    @Test
    void aHundredStepsLeaveNoNativeObjectsBehind() {
        Recipe recipe = recipe().steps(110).build();
        List<Long> counts = new ArrayList<>();
        try (LanguageModel model = Tiny.gpt2(1);
                Trainer trainer = new Trainer(
                        recipe, new LanguageTask(model, Tiny.records(16), FLOAT), everything(recipe, 16), THREADS)) {
            trainer.limit(1).train(new TrainingListener() {
                @Override
                public void onStep(StepRecord step) {
                    counts.add(Pointer.totalCount());
                }
            });
        }
        assertThat(counts.get(109)).isLessThanOrEqualTo(counts.get(9));
    }

    @Test
    void bfloat16LearnsTheSame() {
        Recipe recipe = recipe().epochs(10).build();
        double[] last = new double[2];
        for (int i = 0; i < 2; i++) {
            try (LanguageModel model = Tiny.llama(1);
                    Trainer trainer = new Trainer(
                            recipe,
                            new LanguageTask(model, Tiny.records(16), new Precision(i == 1, false)),
                            everything(recipe, 16),
                            THREADS)) {
                last[i] = trainer.train(TrainingListener.NONE).get(9).loss();
            }
        }
        assertThat(last[1]).isCloseTo(last[0], within(0.1));
    }

    @Test
    void aLossThatIsNoNumberStopsWithEpochAndStep() {
        assertThatThrownBy(() -> trained(
                        recipe().schedule(new Schedule.Constant(1e30)).build(),
                        THREADS,
                        1,
                        n -> everything(recipe().build(), 150)))
                .isInstanceOf(PithException.class)
                .hasMessageMatching("the loss became NaN in epoch 1, step [23], at .*");
    }

    @Test
    void recordsWithoutAnythingToLearnAreRefused() {
        try (LanguageModel model = Tiny.llama(1)) {
            assertThatThrownBy(() -> new LanguageTask(model, List.of(TokenRecord.of(new int[4], 4)), FLOAT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a record must have tokens to learn, and 24 in all at most; record 0 has 0 of 4");
            assertThatThrownBy(() -> new LanguageTask(model, List.of(TokenRecord.of(new int[25], 4)), FLOAT))
                    .hasMessageEndingWith("record 0 has 21 of 25");
        }
    }

    @Test
    void aRecordThatIsCutToNothingCountsZero() {
        TokenRecord cut = TokenRecord.of(new int[30], 26).cut(24);
        assertThat(cut.answers()).isZero();
        try (LanguageModel model = Tiny.llama(1)) {
            float[] losses = AnswerLoss.of(model, List.of(cut, TokenRecord.of(new int[5], 3)), THREADS);
            assertThat(losses[0]).isZero();
            assertThat(losses[1]).isPositive();
            assertThat(AnswerLoss.of(model, List.of(cut), THREADS)).containsExactly(0f);
        }
    }

    /** One plan: some samples, each at a weight. */
    private record Fixed(int samples, float[] weights, int... order) implements EpochPruning {
        /** Some samples, each at weight 1. */
        Fixed(int samples, int... order) {
            this(samples, ones(order.length), order);
        }

        private static float[] ones(int count) {
            float[] weights = new float[count];
            Arrays.fill(weights, 1);
            return weights;
        }

        @Override
        public PruningSchedule schedule() {
            return new PruningSchedule(samples, 1, 1, 0);
        }

        @Override
        public EpochPlan next() {
            return plan();
        }

        @Override
        public EpochPlan plan() {
            return new EpochPlan(0, order, weights, samples, Double.NaN);
        }

        @Override
        public void update(int[] ids, int from, int count, float[] losses) {}

        @Override
        public byte[] save() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(byte[] state) {
            throw new UnsupportedOperationException();
        }
    }
}
