package dev.pith.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import dev.pith.PithException;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrunedTrainingTest {
    private static final int SAMPLES = 103;
    private static final int FEATURES = 3;
    private static final int CLASSES = 4;
    private static final int BATCH = 8;
    private static final PruningSchedule SCHEDULE = new PruningSchedule(SAMPLES, 4, 1, 5);

    private NDManager manager;
    private ArrayDataset dataset;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        SplittableRandom random = new SplittableRandom(3);
        float[] rows = new float[SAMPLES * FEATURES];
        long[] labels = new long[SAMPLES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat() - 0.5f;
        }
        Arrays.setAll(labels, id -> id % CLASSES);
        dataset = new ArrayDataset.Builder()
                .setData(manager.create(rows, new Shape(SAMPLES, FEATURES)))
                .optLabels(manager.create(labels))
                .setSampling(BATCH, false)
                .build();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static EpochPruning infoBatch() {
        return new InfoBatch(SCHEDULE, 0.5);
    }

    /** A loss for each id that splits them into known and unknown. */
    private static float[] lossesOf(int[] order) {
        float[] losses = new float[order.length];
        for (int p = 0; p < order.length; p++) {
            losses[p] = order[p] % 7;
        }
        return losses;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void batchesFollowThePlanOfCore(int threads) throws IOException, TranslateException {
        EpochPruning ours = infoBatch();
        EpochPruning theirs = infoBatch();
        Dataset planned = new PrunedDataset(dataset, theirs, BATCH);
        ExecutorService executor = threads == 0 ? null : Executors.newFixedThreadPool(threads);
        try {
            for (int epoch = 0; epoch < SCHEDULE.epochs(); epoch++) {
                EpochPlan plan = ours.next();
                assertThat(plan.size() < SAMPLES).isEqualTo(epoch > 0);
                int at = 0;
                for (Batch batch : planned.getData(manager, executor)) {
                    NDList labels = batch.getLabels();
                    long[] ids = labels.get(1).toLongArray();
                    assertThat(batch.getSize()).isEqualTo(Math.min(BATCH, plan.size() - at));
                    assertThat(ids)
                            .containsExactly(Arrays.stream(plan.order(), at, at + batch.getSize())
                                    .asLongStream()
                                    .toArray());
                    assertThat(labels.get(2).toFloatArray())
                            .containsExactly(Arrays.copyOfRange(plan.weights(), at, at + batch.getSize()));
                    assertThat(labels.get(0).toLongArray())
                            .containsExactly(
                                    Arrays.stream(ids).map(id -> id % CLASSES).toArray());
                    at += batch.getSize();
                    batch.close();
                }
                assertThat(at).isEqualTo(plan.size());
                ours.update(plan.order(), 0, plan.size(), lossesOf(plan.order()));
                theirs.update(plan.order(), 0, plan.size(), lossesOf(plan.order()));
            }
        } finally {
            if (executor != null) {
                executor.shutdown();
            }
        }
        assertThatThrownBy(() -> planned.getData(manager)).isInstanceOf(IllegalStateException.class);
    }

    private static Trainer trainer(Model model, Loss loss, float rate) {
        // DJL insists that the gradients do not add up to 0, as those of a softmax over one linear layer do but for
        // rounding.
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(CLASSES).optBias(true).build()));
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .addEvaluator(new Accuracy())
                .addTrainingListeners(new EvaluatorTrainingListener())
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(rate))
                        .build()));
        trainer.initialize(new Shape(1, FEATURES));
        return trainer;
    }

    @Test
    void thePruningIsToldOnceOfTheUnweightedLossOfEachId() throws IOException, TranslateException {
        Told told = new Told(infoBatch());
        try (Model model = Model.newInstance("told");
                Trainer trainer = trainer(model, PrunedLoss.softmaxCrossEntropy(told), 0)) {
            // A network that does not change: the loss of a sample is the same whenever it is computed.
            EasyTrain.fit(trainer, SCHEDULE.epochs(), new PrunedDataset(dataset, told, BATCH), dataset);
            assertThat(trainer.getTrainingResult().getValidateEvaluation("Accuracy"))
                    .isBetween(0f, 1f);
            NDArray logits = trainer.evaluate(new NDList(
                            dataset.getByRange(manager, 0, SAMPLES).getData().head()))
                    .head();
            float[] logProbabilities = logits.logSoftmax(1).toFloatArray();
            for (int id = 0; id < SAMPLES; id++) {
                assertThat(told.losses[id]).isCloseTo(-logProbabilities[id * CLASSES + id % CLASSES], within(1e-6f));
            }
        }
        assertThat(told.updates).isEqualTo(told.planned).isLessThan(SCHEDULE.epochs() * SAMPLES);
    }

    @Test
    void whatIsMinimizedIsTheSumOfWeightedLossesOverTheBatch() throws IOException, TranslateException {
        EpochPruning pruning = infoBatch();
        Dataset planned = new PrunedDataset(dataset, pruning, BATCH);
        planned.getData(manager);
        EpochPlan first = pruning.plan();
        pruning.update(first.order(), 0, first.size(), lossesOf(first.order()));
        PrunedLoss byRow = PrunedLoss.sampleBySample(begun(), Loss.softmaxCrossEntropyLoss());
        PrunedLoss loss = PrunedLoss.softmaxCrossEntropy(pruning);
        for (Batch batch : planned.getData(manager)) {
            NDArray predictions = manager.randomUniform(-1, 1, new Shape(batch.getSize(), CLASSES));
            NDArray logProbabilities = predictions.logSoftmax(1);
            double sum = 0;
            for (int i = 0; i < batch.getSize(); i++) {
                long label = batch.getLabels().get(0).getLong(i);
                sum -= batch.getLabels().get(2).getFloat(i) * logProbabilities.getFloat(i, label);
            }
            NDList list = new NDList(predictions);
            float expected = (float) (sum / batch.getSize());
            assertThat(loss.evaluate(batch.getLabels(), list).getFloat()).isCloseTo(expected, within(1e-5f));
            assertThat(byRow.evaluate(batch.getLabels(), list).getFloat()).isCloseTo(expected, within(1e-5f));
            batch.close();
        }
    }

    private static EpochPruning begun() {
        EpochPruning pruning = infoBatch();
        pruning.next();
        return pruning;
    }

    @Test
    void aTrainingLearnsWithFewerSamples() throws IOException, TranslateException {
        Told told = new Told(new InfoBatch(PruningSchedule.of(SAMPLES, 40, 2), 0.5));
        // Labels that the rows tell.
        float[] rows = dataset.getByRange(manager, 0, SAMPLES).getData().head().toFloatArray();
        long[] labels = new long[SAMPLES];
        Arrays.setAll(labels, id -> (rows[id * FEATURES] > 0 ? 1 : 0) + (rows[id * FEATURES + 1] > 0 ? 2 : 0));
        ArrayDataset learnable = new ArrayDataset.Builder()
                .setData(manager.create(rows, new Shape(SAMPLES, FEATURES)))
                .optLabels(manager.create(labels))
                .setSampling(BATCH, false)
                .build();
        try (Model model = Model.newInstance("learns");
                Trainer trainer = trainer(model, PrunedLoss.softmaxCrossEntropy(told), 0.5f)) {
            EasyTrain.fit(trainer, 40, new PrunedDataset(learnable, told, BATCH), learnable);
            assertThat(trainer.getTrainingResult().getValidateEvaluation("Accuracy"))
                    .isGreaterThan(0.85f);
        }
        assertThat(told.planned).isLessThan(38 * SAMPLES);
    }

    @Test
    void aLossThatIsNoNumberNamesTheId() throws IOException, TranslateException {
        EpochPruning pruning = infoBatch();
        PrunedLoss loss = PrunedLoss.of(pruning, (labels, predictions) -> predictions.head());
        Batch batch = new PrunedDataset(dataset, pruning, BATCH)
                .getData(manager)
                .iterator()
                .next();
        float[] losses = new float[BATCH];
        losses[5] = Float.NaN;
        NDList predictions = new NDList(manager.create(losses));
        assertThatThrownBy(() -> loss.evaluate(batch.getLabels(), predictions))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("" + pruning.plan().order()[5]);
        NDList few = new NDList(manager.create(new float[3]));
        assertThatThrownBy(() -> loss.evaluate(batch.getLabels(), few))
                .hasMessage("there must be one loss per sample, 8 of them, got 3");
    }

    @Test
    void otherDatasetsAndOtherSizesAreRefused() {
        EpochPruning pruning = infoBatch();
        try (Model model = Model.newInstance("refused");
                Trainer trainer = trainer(model, PrunedLoss.softmaxCrossEntropy(pruning), 0)) {
            assertThatThrownBy(() -> EasyTrain.fit(trainer, 1, dataset, null))
                    .hasMessageContaining("train on a PrunedDataset");
        }
        assertThatThrownBy(() -> new PrunedDataset(dataset, new InfoBatch(PruningSchedule.of(7, 1, 0), 0.5), BATCH))
                .hasMessage("the pruning is of 7 samples, but the dataset has 103");
        assertThatThrownBy(() -> new PrunedDataset(dataset, pruning, 0)).hasMessageContaining("batch");
    }

    /** Remembers what a pruning is told. */
    private static final class Told implements EpochPruning {
        private final EpochPruning pruning;
        private final float[] losses;
        private int updates;
        private int planned;

        Told(EpochPruning pruning) {
            this.pruning = pruning;
            this.losses = new float[pruning.schedule().samples()];
        }

        @Override
        public PruningSchedule schedule() {
            return pruning.schedule();
        }

        @Override
        public EpochPlan next() {
            planned += pruning.next().size();
            return pruning.plan();
        }

        @Override
        public EpochPlan plan() {
            return pruning.plan();
        }

        @Override
        public void update(int[] ids, int from, int count, float[] batchLosses) {
            pruning.update(ids, from, count, batchLosses);
            updates += count;
            for (int j = 0; j < count; j++) {
                losses[ids[from + j]] = batchLosses[j];
            }
        }

        @Override
        public byte[] save() {
            return pruning.save();
        }

        @Override
        public void restore(byte[] state) {
            pruning.restore(state);
        }
    }
}
