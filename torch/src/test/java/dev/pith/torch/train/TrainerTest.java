package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.optimize.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    private static final Blobs IMAGES = new Blobs(96, 8, 4, 1);
    private static final Threads THREADS = new Threads(2);
    private static final Blobs OTHERS = new Blobs(200, 8, 4, 5_000);

    @AfterAll
    static void close() {
        THREADS.close();
    }

    private static Recipe.Builder recipe() {
        return Recipe.builder().epochs(4).batch(16).schedule(new Schedule.Constant(0.05));
    }

    private static Network network(String name) {
        return Networks.create(name, IMAGES.shape(), IMAGES.classes(), 1);
    }

    private static EpochPruning everything(Recipe recipe, LabelledImages images) {
        return EpochPruning.none(PruningSchedule.of(images.size(), recipe.totalEpochs(images.size()), recipe.seed()));
    }

    private record Trained(List<EpochRecord> epochs, float[] weights) {}

    private static Trained train(Recipe recipe, String network) {
        return train(recipe, network, everything(recipe, IMAGES));
    }

    private static Trained train(Recipe recipe, String name, EpochPruning pruning) {
        try (Network network = network(name);
                Trainer trainer =
                        new Trainer(recipe, Classification.of(recipe, network, IMAGES), IMAGES, pruning, THREADS)) {
            List<EpochRecord> epochs = trainer.train(TrainingListener.NONE);
            return new Trained(epochs, weights(network));
        }
    }

    private static float[] weights(Network network) {
        List<Float> all = new ArrayList<>();
        network.parameters().tensors().values().forEach(tensor -> {
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

    @Test
    void learnsWhatCanBeLearned() {
        Recipe recipe = recipe().epochs(8).build();
        try (Network network = network("convnet-depth1");
                Trainer trainer = new Trainer(
                        recipe,
                        Classification.of(recipe, network, IMAGES),
                        IMAGES,
                        everything(recipe, IMAGES),
                        THREADS)) {
            double before =
                    Evaluation.of(network, OTHERS, THREADS, Progress.NONE).accuracy();
            List<EpochRecord> epochs = trainer.train(TrainingListener.NONE);
            assertThat(before).isLessThan(0.6);
            Evaluation after = Evaluation.of(network, OTHERS, THREADS, Progress.NONE);
            assertThat(after.accuracy()).isGreaterThan(0.95);
            assertThat(after.total()).containsExactly(50, 50, 50, 50);
            assertThat(epochs).hasSize(8);
            assertThat(epochs.get(7).loss()).isLessThan(epochs.get(0).loss() / 2);
            assertThat(epochs).allMatch(epoch -> epoch.steps() == 6 && epoch.samples() == 96);
            assertThat(network.parameters().training()).isFalse();
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        Recipe varied = recipe().augmentations(EnumSet.allOf(Augmentation.class))
                .labelSmoothing(0.1)
                .build();
        float[] weights = train(varied, "convnet-batchnorm").weights();
        assertThat(train(varied, "convnet-batchnorm").weights()).isEqualTo(weights);
        Recipe otherSeed = recipe().augmentations(EnumSet.allOf(Augmentation.class))
                .labelSmoothing(0.1)
                .seed(1)
                .build();
        assertThat(train(otherSeed, "convnet-batchnorm").weights()).isNotEqualTo(weights);
    }

    @ParameterizedTest
    @EnumSource
    void learnsUnderEveryAugmentation(Augmentation kind) {
        Recipe recipe = recipe().augmentations(Set.of(kind)).build();
        List<EpochRecord> epochs = train(recipe, "convnet-width32").epochs();
        assertThat(epochs.get(3).loss()).isLessThan(epochs.get(0).loss());
    }

    @Test
    void accumulatedBatchesAreAsGoodAsOne() {
        Recipe whole = recipe().batch(32).build();
        Recipe inParts = recipe().batch(8).accumulate(4).build();
        assertThat(train(inParts, "convnet-width32").weights())
                .containsExactly(train(whole, "convnet-width32").weights(), within(1e-4f));
    }

    @Test
    void aWeightMultipliesTheLoss() {
        Recipe slow = recipe().epochs(1).rule(new Sgd(0, false, 0)).build();
        Recipe fast = recipe().epochs(1)
                .rule(new Sgd(0, false, 0))
                .schedule(new Schedule.Constant(0.1))
                .build();
        EpochPruning doubled = new Fake(new PruningSchedule(96, 1, 1, 0), 2);
        EpochPruning single = new Fake(new PruningSchedule(96, 1, 1, 0), 1);
        assertThat(train(slow, "convnet-width32", doubled).weights())
                .containsExactly(train(fast, "convnet-width32", single).weights(), within(1e-5f));
    }

    @Test
    void mixedImagesUpdateNoScore() {
        Fake plain = new Fake(new PruningSchedule(96, 1, 1, 0), 1);
        train(recipe().epochs(1).build(), "convnet-width32", plain);
        assertThat(plain.updated).isEqualTo(96);
        Fake mixed = new Fake(new PruningSchedule(96, 1, 1, 0), 1);
        train(recipe().epochs(1).augmentations(Set.of(Augmentation.MIXUP)).build(), "convnet-width32", mixed);
        assertThat(mixed.updated).isZero();
    }

    @Test
    void infoBatchSeesFewerSamplesAndLearns() {
        Recipe recipe = recipe().epochs(8).build();
        InfoBatch pruning = new InfoBatch(PruningSchedule.of(96, 8, 0), 0.5);
        List<EpochRecord> epochs = train(recipe, "convnet-depth1", pruning).epochs();
        assertThat(epochs.get(0).samples()).isEqualTo(96);
        assertThat(epochs.get(0).meanScore()).isNull();
        assertThat(epochs.get(3).samples()).isLessThan(90);
        assertThat(epochs.get(3).sharePruned()).isEqualTo(1 - epochs.get(3).samples() / 96.0);
        assertThat(epochs.get(3).meanScore()).isPositive();
        assertThat(epochs.get(7).samples()).isEqualTo(96);
        assertThat(epochs.get(7).loss()).isLessThan(epochs.get(0).loss() / 2);
    }

    @Test
    void aTrainingOfSoManyStepsTakesThatMany() {
        List<EpochRecord> epochs =
                train(recipe().steps(15).build(), "convnet-width32").epochs();
        assertThat(epochs.stream().map(EpochRecord::steps)).containsExactly(6, 6, 3);
        assertThat(epochs.stream().map(EpochRecord::samples)).containsExactly(96, 96, 48);
    }

    @Test
    void bfloat16AndChannelsLastLearnTheSame() {
        double loss = last(train(recipe().build(), "convnet-batchnorm"));
        assertThat(last(train(recipe().precision(new Precision(false, true)).build(), "convnet-batchnorm")))
                .isCloseTo(loss, within(0.02));
        assertThat(last(train(recipe().precision(new Precision(true, false)).build(), "convnet-batchnorm")))
                .isCloseTo(loss, within(0.1));
    }

    private static double last(Trained trained) {
        return trained.epochs().get(trained.epochs().size() - 1).loss();
    }

    @Test
    void aLossThatIsNoNumberStopsWithEpochAndStep() {
        Recipe recipe = recipe().schedule(new Schedule.Constant(1e30)).build();
        assertThatThrownBy(() -> train(recipe, "convnet-width32"))
                .isInstanceOf(PithException.class)
                .hasMessageMatching("the loss became NaN in epoch 1, step [23], at a learning rate of 1.00e\\+30:"
                        + " lower the learning rate; nothing was saved before");
    }

    @Test
    void threeHundredStepsLeaveNoNativeObjectsBehind() {
        Recipe recipe = recipe().steps(310)
                .augmentations(Set.of(Augmentation.MIXUP, Augmentation.CUTMIX))
                .rule(new Adam(0.9, 0.999, 1e-8, 1e-4, true))
                .build();
        List<Long> counts = new ArrayList<>();
        try (Network network = network("convnet-width32");
                Trainer trainer = new Trainer(
                        recipe,
                        Classification.of(recipe, network, IMAGES),
                        IMAGES,
                        everything(recipe, IMAGES),
                        THREADS)) {
            trainer.train(new TrainingListener() {
                @Override
                public void onStep(StepRecord step) {
                    counts.add(Pointer.totalCount());
                }
            });
        }
        assertThat(counts).hasSize(310);
        // Not "equal": the collector frees what earlier tests left whenever it likes.
        assertThat(counts.get(309)).isLessThanOrEqualTo(counts.get(9));
    }

    @Test
    void batchesOfOneSampleWithNothingToNormalizeAreRefused() {
        Blobs tiny = new Blobs(4, 32, 2, 1);
        Recipe recipe = recipe().batch(1).build();
        try (Network network = Networks.create("torchvision-resnet18", tiny.shape(), 2, 1);
                Trainer trainer = new Trainer(
                        recipe, Classification.of(recipe, network, tiny), tiny, everything(recipe, tiny), THREADS)) {
            assertThatThrownBy(() -> trainer.train(TrainingListener.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessage("batch normalization (layer4.0.bn1) has one value per channel to normalize: train with"
                            + " batches of 2 samples or more, or with a network without batch normalization");
        }
    }

    @Test
    void aLastBatchOfOneSampleWithNothingToNormalizeIsLearnedFrom() {
        Blobs tiny = new Blobs(5, 32, 2, 1);
        Recipe recipe = recipe().epochs(1).batch(2).build();
        try (Network network = Networks.create("torchvision-resnet18", tiny.shape(), 2, 1);
                Trainer trainer = new Trainer(
                        recipe, Classification.of(recipe, network, tiny), tiny, everything(recipe, tiny), THREADS)) {
            EpochRecord epoch = trainer.train(TrainingListener.NONE).get(0);
            assertThat(epoch.samples()).isEqualTo(5);
            assertThat(epoch.loss()).isFinite();
        }
    }

    @Test
    void aListenerStopsTheTraining() {
        Recipe recipe = recipe().build();
        try (Network network = network("convnet-width32");
                Trainer trainer = new Trainer(
                        recipe,
                        Classification.of(recipe, network, IMAGES),
                        IMAGES,
                        everything(recipe, IMAGES),
                        THREADS)) {
            TrainingListener stop = new TrainingListener() {
                @Override
                public void onStep(StepRecord step) {
                    throw new PithException("interrupted");
                }
            };
            assertThatThrownBy(() -> trainer.train(stop)).hasMessage("interrupted");
        }
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("pith-reader");
    }

    /** All samples in order at one weight; counts what it is told. */
    private static final class Fake implements EpochPruning {
        private final PruningSchedule schedule;
        private final float weight;
        private int updated;

        Fake(PruningSchedule schedule, float weight) {
            this.schedule = schedule;
            this.weight = weight;
        }

        @Override
        public PruningSchedule schedule() {
            return schedule;
        }

        @Override
        public EpochPlan next() {
            return plan();
        }

        @Override
        public EpochPlan plan() {
            int[] order = new int[schedule.samples()];
            Arrays.setAll(order, i -> i);
            float[] weights = new float[order.length];
            Arrays.fill(weights, weight);
            return new EpochPlan(0, order, weights, order.length, Double.NaN);
        }

        @Override
        public void update(int[] ids, int from, int count, float[] losses) {
            updated += count;
        }

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
