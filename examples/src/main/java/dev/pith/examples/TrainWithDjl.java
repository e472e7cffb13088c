package dev.pith.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.translate.TranslateException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.open.Sources;
import dev.pith.djl.PrunedDataset;
import dev.pith.djl.PrunedLoss;
import dev.pith.djl.Selections;
import dev.pith.djl.SourceDataset;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A small network in DJL's PyTorch engine on the bundled images, on all of them and with InfoBatch. */
public final class TrainWithDjl {
    private static final int BATCH = 64;

    private TrainWithDjl() {}

    /**
     * Prints, for both, how many samples were trained on in which time, and how many of the test images are
     * then told right.
     *
     * @param arguments a run or an {@code .npy} file of ids, to train on that selection; or nothing
     */
    @SuppressWarnings("SystemOut") // It is what the program is for.
    public static void main(String[] arguments) throws IOException, TranslateException {
        try (Source train = Sources.open("fashion-mnist-mini", SourceOptions.DEFAULT);
                Source test = Sources.open(
                        "fashion-mnist-mini",
                        SourceOptions.builder().split(Split.TEST).build())) {
            RandomAccessDataset dataset = dataset(train);
            if (arguments.length > 0) {
                dataset = Selections.open(dataset, Path.of(arguments[0]));
            }
            PruningSchedule schedule = PruningSchedule.of((int) dataset.size(), 20, 1);
            System.out.println("every sample: " + report(EpochPruning.none(schedule), dataset, dataset(test)));
            System.out.println("InfoBatch:    " + report(new InfoBatch(schedule, 0.5), dataset, dataset(test)));
        }
    }

    static RandomAccessDataset dataset(Source source) {
        return SourceDataset.builder()
                .setSource(source)
                .setSampling(BATCH, false)
                .build();
    }

    static String report(EpochPruning pruning, RandomAccessDataset train, RandomAccessDataset test)
            throws IOException, TranslateException {
        Engine.getInstance().setRandomSeed(Math.toIntExact(pruning.schedule().seed()));
        int epochs = pruning.schedule().epochs();
        PrunedDataset planned = new PrunedDataset(train, pruning, BATCH);
        DefaultTrainingConfig config = new DefaultTrainingConfig(PrunedLoss.softmaxCrossEntropy(pruning))
                .optOptimizer(Optimizer.adam().build())
                .addEvaluator(new Accuracy())
                .addTrainingListeners(new EvaluatorTrainingListener());
        try (Model model = Model.newInstance("small")) {
            model.setBlock(network());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.setMetrics(new Metrics());
                trainer.initialize(new Shape(1, 1, 28, 28));
                long started = System.nanoTime();
                int seen = 0;
                for (int epoch = 0; epoch < epochs; epoch++) {
                    EasyTrain.fit(trainer, 1, planned, epoch == epochs - 1 ? test : null);
                    seen += pruning.plan().size();
                }
                return String.format(
                        Locale.ROOT,
                        "%,d samples seen in %.1f s, %.1f %% right",
                        seen,
                        (System.nanoTime() - started) / 1e9,
                        100 * trainer.getTrainingResult().getValidateEvaluation("Accuracy"));
            }
        }
    }

    private static SequentialBlock network() {
        SequentialBlock network = new SequentialBlock();
        for (int filters = 16; filters <= 32; filters *= 2) {
            network.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(1, 1))
                            .setFilters(filters)
                            .build())
                    .add(Activation::relu)
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        return network.add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());
    }
}
