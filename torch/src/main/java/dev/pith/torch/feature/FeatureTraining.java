package dev.pith.torch.feature;

import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.SegmentedSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.NetworkSpec;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.Weights;
import dev.pith.torch.train.Classification;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Segmentation;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network whose only purpose is to give features: all samples, no augmentation, a few epochs of SGD (momentum
 * 0.9, weight decay 5e-4, batch 128) at a learning rate that rises to 0.05 and falls to nothing.
 */
public final class FeatureTraining {
    /** What images are looked at with unless told otherwise: three layers of 32 channels. */
    public static final String NETWORK = "convnet-width32";

    /** What images with masks are looked at with unless told otherwise. */
    public static final String NETWORK_OF_PIXELS = "unet";

    /** Images with masks of a batch: each is as many samples of the loss as it has pixels. */
    private static final int BATCH_OF_MASKS = 16;

    /** The sides of images that {@link #NETWORK} looks at; larger ones are scaled down. */
    public static final int LEAST_SIDE = 8;

    /** The largest side; see {@link #LEAST_SIDE}. */
    public static final int MOST_SIDE = 64;

    /** The most numbers that {@link #NETWORK} embeds an image in: 32 channels of an eighth of each side. */
    public static final int MOST_NUMBERS = 32 * (MOST_SIDE / 8) * (MOST_SIDE / 8);

    /** How often every image is seen unless told otherwise. */
    public static final int EPOCHS = 5;

    /**
     * Other random numbers than those of trainings by the same seed, which may evaluate what this network
     * helped to select.
     */
    static final long SALT = 0x6665617475726573L;

    private FeatureTraining() {}

    /** Somebody to hear of the training of a network that there is only once it begins. */
    @FunctionalInterface
    interface Watch {
        TrainingListener of(Network network);
    }

    /**
     * Trains a network and writes it, whole or not at all.
     *
     * @param net full or short name
     * @param images with labels, a sample in every class
     * @param seed decides the first weights and the order of the images
     * @param file becomes a {@code .safetensors} that {@link FeatureNetwork#open} reads
     * @param progress hears of images seen
     * @return the mean loss of the last epoch
     * @throws dev.pith.PithException when labels are missing, the images do not suit the network, or the
     *     loss becomes NaN
     */
    public static double train(
            String net, ImageSet images, int epochs, long seed, Threads threads, Progress progress, Path file) {
        images.requireEveryClass();
        LabelledImages samples = LabelledImages.of(images);
        TrainingListener counting = listener((long) epochs * samples.size(), progress);
        return train(net, images, samples, epochs, seed ^ SALT, threads, network -> counting, file);
    }

    /**
     * Trains a network that gives every pixel a class, and writes it likewise; the batch is of {@value
     * #BATCH_OF_MASKS}.
     *
     * @param name full name of the network
     * @throws dev.pith.PithException when the images do not suit the network, or the loss becomes NaN
     */
    public static double train(
            String name, SegmentedSet set, int epochs, long seed, Threads threads, Progress progress, Path file) {
        LabelledImages samples = LabelledImages.of(set);
        TrainingListener counting = listener((long) epochs * samples.size(), progress);
        List<String> classes = set.masks().classNames();
        Recipe recipe = Recipe.builder()
                .epochs(epochs)
                .batch(BATCH_OF_MASKS)
                .seed(seed ^ SALT)
                .build();
        ImageSet images = set.images();
        try (Network network = Networks.create(name, images.shape(), classes.size(), seed ^ SALT);
                Trainer trainer = new Trainer(
                        recipe,
                        Segmentation.of(recipe, network),
                        samples,
                        EpochPruning.none(PruningSchedule.of(samples.size(), epochs, seed ^ SALT)),
                        threads)) {
            List<EpochRecord> records = trainer.train(counting);
            Weights.save(file, network, new NetworkSpec(name, images.shape(), images.mean(), images.std(), classes));
            return records.get(records.size() - 1).loss();
        }
    }

    /**
     * Trains a network likewise on some of the images.
     *
     * @param seed with its salt
     * @param file null to forget the network
     */
    static double train(
            String net,
            ImageSet images,
            LabelledImages samples,
            int epochs,
            long seed,
            Threads threads,
            Watch watch,
            @Nullable Path file) {
        Recipe recipe = recipe(epochs, seed);
        String name = Networks.resolve(net, images.shape());
        try (Network network = Networks.create(name, images.shape(), images.classes(), seed);
                Trainer trainer = new Trainer(
                        recipe,
                        Classification.of(recipe, network, samples),
                        samples,
                        EpochPruning.none(PruningSchedule.of(samples.size(), epochs, seed)),
                        threads)) {
            List<EpochRecord> records = trainer.train(watch.of(network));
            if (file != null) {
                Weights.save(
                        file,
                        network,
                        new NetworkSpec(name, images.shape(), images.mean(), images.std(), images.classNames()));
            }
            return records.get(records.size() - 1).loss();
        }
    }

    static Recipe recipe(int epochs, long seed) {
        return Recipe.builder().epochs(epochs).seed(seed).build();
    }

    /** Returns a listener that counts images. */
    private static TrainingListener listener(long total, Progress progress) {
        return new TrainingListener() {
            private long seen;

            @Override
            public void onStep(StepRecord step) {
                seen += step.samples();
                progress.onStep(seen, total);
            }
        };
    }
}
