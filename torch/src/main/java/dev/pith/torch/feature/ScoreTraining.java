package dev.pith.torch.feature;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.score.ScoreTable;
import dev.pith.score.TrainingDynamics;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trains the network behind the features, and scores all samples by what the network says of them on the way.
 *
 * <p>The network looks at every image, unvaried, after each half epoch. Looking does not change the network: it becomes
 * the one that {@link FeatureTraining} trains, bit for bit.
 */
public final class ScoreTraining {
    /** How often every image is looked at in an epoch. */
    public static final int LOOKS = 2;

    /** How often every image is seen unless told otherwise: fewer epochs show too little of how samples are learnt. */
    public static final int EPOCHS = 10;

    /** Other random numbers than those of the training, which a half has a network of. */
    private static final long HALVES = 0x68616c766573L;

    private final String net;
    private final ImageSet images;
    private final int epochs;
    private final long seed;
    private final Threads threads;
    private final Progress progress;
    private final int[] readable;
    private long done;
    private long total;
    private long lookingNanos;

    /**
     * Prepares trainings.
     *
     * @param net full or short name
     * @param images with labels, a sample in every class and two classes at least
     * @param seed of the network behind the features; others' follow from it
     * @param progress hears of images, learnt from and looked at
     */
    public ScoreTraining(String net, ImageSet images, int epochs, long seed, Threads threads, Progress progress) {
        this(net, images, ImagePasses.readable(images), epochs, seed, threads, progress);
    }

    /**
     * Prepares trainings on some of the images; the others are not looked at, and have no scores.
     *
     * @param ids that can be read, ascending, of two classes at least; not copied
     */
    public ScoreTraining(
            String net, ImageSet images, int[] ids, int epochs, long seed, Threads threads, Progress progress) {
        this.net = net;
        this.images = images;
        this.epochs = epochs;
        this.seed = seed;
        this.threads = threads;
        this.progress = progress;
        this.readable = ids;
    }

    /**
     * What came of it.
     *
     * @param scores NaN for images that cannot be read
     * @param loss the mean loss of the last epoch of the network behind the features
     * @param seconds that went into looking, and into networks that do nothing but score
     */
    public record Scored(ScoreTable scores, double loss, double seconds) {}

    /**
     * Trains the network behind the features, writes it, and scores.
     *
     * @param scorers networks whose scores are averaged; the first is the one behind the features
     * @param unseen let each scorer be two networks, each trained on one half of the samples of every class, that score
     *     the other half (after UNSEEN, AAAI 2026); the network behind the features learns from all and does not score
     * @param file becomes a {@code .safetensors} that {@link FeatureNetwork#open} reads
     * @throws dev.pith.PithException as {@link FeatureTraining#train}, and when there is one class alone, or what a
     *     network says of a sample is not finite
     */
    public Scored train(int scorers, boolean unseen, Path file) {
        images.requireEveryClass();
        requireTwoClasses();
        long once = (long) epochs * readable.length;
        done = 0;
        lookingNanos = 0;
        long started = System.nanoTime();
        long networkNanos = 0;
        total = once * (scorers + (unseen ? 1 : 0)) + once * LOOKS * scorers;
        List<ScoreTable> tables = new ArrayList<>();
        double loss = Double.NaN;
        for (int scorer = 0; scorer < scorers; scorer++) {
            long own = scorer == 0 ? seed ^ FeatureTraining.SALT : Priority.of(scorer, seed ^ FeatureTraining.SALT);
            TrainingDynamics dynamics = new TrainingDynamics(images.labels(), images.classes(), LOOKS * epochs);
            if (scorer == 0) {
                loss = train(readable, own, unseen ? null : dynamics, readable, file);
                networkNanos = System.nanoTime() - started - lookingNanos;
            } else if (!unseen) {
                train(readable, own, dynamics, readable, null);
            }
            if (unseen) {
                int[][] halves = OutOfSample.deal(images, readable, 2, own ^ HALVES);
                for (int half = 0; half < 2; half++) {
                    train(halves[half], Priority.of(half, own ^ HALVES), dynamics, halves[1 - half], null);
                }
            }
            tables.add(dynamics.scores());
        }
        ScoreTable scores = ScoreTable.mean(tables);
        return new Scored(scores, loss, (System.nanoTime() - started - networkNanos) / 1e9);
    }

    private void requireTwoClasses() {
        if (Arrays.stream(readable).map(id -> images.labels()[id]).distinct().count() < 2) {
            throw new PithException(images.name()
                    + ": has samples of one class, and scores tell how sure a network is of one class among several");
        }
    }

    private double train(
            int[] learnt, long seed, @Nullable TrainingDynamics dynamics, int[] lookedAt, @Nullable Path file) {
        int steps = FeatureTraining.recipe(epochs, seed).steps(learnt.length);
        return FeatureTraining.train(
                net,
                images,
                LabelledImages.of(images, learnt),
                epochs,
                seed,
                threads,
                network -> new Looks(network, steps, dynamics, lookedAt),
                file);
    }

    /** Looks in the middle of every epoch and at its end. */
    private final class Looks implements TrainingListener {
        private final Network network;
        private final int steps;
        private final @Nullable TrainingDynamics dynamics;
        private final int[] ids;
        private int step;
        private int looks;

        Looks(Network network, int steps, @Nullable TrainingDynamics dynamics, int[] ids) {
            this.network = network;
            this.steps = steps;
            this.dynamics = dynamics;
            this.ids = ids;
        }

        @Override
        public void onStep(StepRecord record) {
            done += record.samples();
            progress.onStep(done, total);
            if (++step == (steps + 1) / 2) {
                look();
            }
        }

        @Override
        public void onEpoch(Trainer trainer, EpochRecord epoch) {
            step = 0;
            look();
        }

        private void look() {
            if (dynamics == null) {
                return;
            }
            long started = System.nanoTime();
            int look = looks++;
            long before = done;
            new ImagePasses(network, images, threads)
                    .over(
                            ids,
                            x -> {
                                Tensor embedding = network.embed(x);
                                return new Tensor[] {network.classify(embedding), embedding};
                            },
                            (batch, values) -> dynamics.add(look, batch, values[0], values[1]),
                            count -> {
                                done = before + count;
                                progress.onStep(done, total);
                            });
            lookingNanos += System.nanoTime() - started;
        }
    }
}
