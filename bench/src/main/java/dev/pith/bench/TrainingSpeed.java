package dev.pith.bench;

import dev.pith.data.MaskSource;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.diffusion.Denoising;
import dev.pith.torch.diffusion.NoiseSchedule;
import dev.pith.torch.feature.NetworkFeatures;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentedSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.network.UNet2DConfig;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Classification;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Segmentation;
import dev.pith.torch.train.Task;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Images per second of training a classifier, a network of pixels or one of a diffusion, or of extracting embeddings,
 * on random images: one line per repetition.
 */
final class TrainingSpeed {
    private static final long CACHE_BYTES = 64L << 20;

    private final ImageSet images;
    private final Recipe recipe;
    private final int repeats;
    private final Threads threads;

    private TrainingSpeed(ImageSet images, Recipe recipe, int repeats, Threads threads) {
        this.images = images;
        this.recipe = recipe;
        this.repeats = repeats;
        this.threads = threads;
    }

    /**
     * Arguments: NETWORK SIDE BATCH STEPS REPEATS train|train-channels-last|embed. The first repetition is not counted.
     */
    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        int side = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int count = batch * Integer.parseInt(arguments[3]);
        Recipe recipe = Recipe.builder()
                .epochs(1)
                .batch(batch)
                .schedule(new Schedule.Constant(0.01))
                .precision(new Precision(false, arguments[5].endsWith("channels-last")))
                .build();
        try (RandomImages source = new RandomImages(count, side == 28 ? 1 : 3, side);
                Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
            TrainingSpeed speed = new TrainingSpeed(images, recipe, Integer.parseInt(arguments[4]), threads);
            if (name.startsWith("unet2d")) {
                speed.diffusion(name);
            } else if (Networks.isOfPixels(name)) {
                speed.segmentation(name, source);
            } else {
                speed.classification(name, arguments[5].equals("embed"));
            }
        }
    }

    private void diffusion(String name) throws IOException {
        UNet2DConfig config = UNet2DConfig.of(name, images.shape(), images.classes());
        try (UNet2D network = new UNet2D(config, new Parameters(1));
                UNet2D average = new UNet2D(config, new Parameters(1))) {
            NoiseSchedule schedule = NoiseSchedule.of(NoiseSchedule.Kind.LINEAR);
            Task task = new Denoising(network, average, schedule, recipe.precision(), 1);
            repeat(() -> train(task, LabelledImages.of(images)));
        }
    }

    private void segmentation(String name, MaskSource source) throws IOException {
        MaskSet masks = MaskSet.open(
                source, images.shape(), MaskSet.Known.of(source), CACHE_BYTES, false, threads, Progress.NONE);
        LabelledImages masked = LabelledImages.of(new SegmentedSet(images, masks));
        try (Network network = Networks.create(name, images.shape(), masked.classes(), 1)) {
            repeat(() -> train(Segmentation.of(recipe, network), masked));
        }
    }

    private void classification(String name, boolean embeds) throws IOException {
        Path rows = Files.createTempFile("embeddings", ".npy");
        try (Network network = Networks.create(name, images.shape(), images.classes(), 1)) {
            LabelledImages labelled = LabelledImages.of(images);
            repeat(() -> {
                if (embeds) {
                    new NetworkFeatures(network, images, threads, Progress.NONE).embeddings(rows);
                } else {
                    train(Classification.of(recipe, network, labelled), labelled);
                }
            });
        } finally {
            Files.delete(rows);
        }
    }

    private void train(Task task, LabelledImages labelled) {
        EpochPruning all = EpochPruning.none(PruningSchedule.of(images.size(), 1, 1));
        try (Trainer trainer = new Trainer(recipe, task, labelled, all, threads)) {
            trainer.train(TrainingListener.NONE);
        }
    }

    /** What is timed. */
    private interface Work {
        void run() throws IOException;
    }

    @SuppressWarnings("SystemOut")
    private void repeat(Work work) throws IOException {
        for (int repeat = 0; repeat <= repeats; repeat++) {
            long started = System.nanoTime();
            work.run();
            double seconds = (System.nanoTime() - started) / 1e9;
            if (repeat > 0) {
                System.out.printf(Locale.ROOT, "%.1f%n", images.size() / seconds);
            }
        }
    }
}
