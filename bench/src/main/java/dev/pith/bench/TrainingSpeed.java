package dev.pith.bench;

import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.feature.NetworkFeatures;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Classification;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Task;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Images per second of training, or of extracting embeddings, on random images: one line per repetition. */
final class TrainingSpeed {
    private TrainingSpeed() {}

    /**
     * Arguments: NETWORK SIDE BATCH STEPS REPEATS train|train-channels-last|embed. The first repetition is not counted.
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int side = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int count = batch * Integer.parseInt(arguments[3]);
        int repeats = Integer.parseInt(arguments[4]);
        Path rows = Files.createTempFile("embeddings", ".npy");
        try (RandomImages source = new RandomImages(count, side == 28 ? 1 : 3, side);
                Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
            try (Network network = Networks.create(arguments[0], images.shape(), images.classes(), 1)) {
                for (int repeat = 0; repeat <= repeats; repeat++) {
                    long started = System.nanoTime();
                    if (arguments[5].equals("embed")) {
                        new NetworkFeatures(network, images, threads, Progress.NONE).embeddings(rows);
                    } else {
                        train(network, images, batch, arguments[5].endsWith("channels-last"), threads);
                    }
                    double seconds = (System.nanoTime() - started) / 1e9;
                    if (repeat > 0) {
                        System.out.printf(Locale.ROOT, "%.1f%n", count / seconds);
                    }
                }
            }
        } finally {
            Files.delete(rows);
        }
    }

    private static void train(Network network, ImageSet images, int batch, boolean channelsLast, Threads threads) {
        Recipe recipe = Recipe.builder()
                .epochs(1)
                .batch(batch)
                .schedule(new Schedule.Constant(0.01))
                .precision(new Precision(false, channelsLast))
                .build();
        EpochPruning all = EpochPruning.none(PruningSchedule.of(images.size(), 1, 1));
        LabelledImages labelled = LabelledImages.of(images);
        Task task = Classification.of(recipe, network, labelled);
        try (Trainer trainer = new Trainer(recipe, task, labelled, all, threads)) {
            trainer.train(TrainingListener.NONE);
        }
    }
}
