package dev.pith.torch.evaluate;

import dev.pith.PithException;
import dev.pith.parallel.ThreadTime;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentedSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.SegmentationNetwork;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.PixelEvaluation;
import dev.pith.torch.train.Task;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains on images of one source and tests on those of another. One thread a training: of several side by side none
 * waits for another, and what comes out does not depend on how many there are.
 */
public final class NetworkTraining implements Training<SelectionTrial> {
    private final ImageSet source;
    private final @Nullable MaskSet masks;
    private final LabelledImages test;
    private final Map<String, ImageSet> rebuilt;
    private final @Nullable Teacher teacher;

    /**
     * Takes the images; owns neither set.
     *
     * @param test of the same shape and normalization
     * @throws PithException when either has no labels
     */
    public NetworkTraining(ImageSet source, ImageSet test) {
        this(source, test, Map.of(), null);
    }

    /**
     * Takes rebuilt images and a teacher, too.
     *
     * @param rebuilt by the name that trials know them by: all that a trial is trained on, prepared as the source is
     * @param teacher of trials that have one, or null
     */
    public NetworkTraining(ImageSet source, ImageSet test, Map<String, ImageSet> rebuilt, @Nullable Teacher teacher) {
        this(source, null, LabelledImages.of(test), rebuilt, teacher);
    }

    /**
     * Takes a part of the source to test on.
     *
     * @param heldOut ids that no trial is trained on
     */
    public static NetworkTraining testedOn(ImageSet source, int[] heldOut) {
        return new NetworkTraining(source, null, LabelledImages.of(source, heldOut), Map.of(), null);
    }

    /**
     * Takes images with masks, of which networks learn what every pixel shows; their accuracy is the mean over the
     * classes of intersection over union.
     *
     * @param test of the same classes, shape and normalization
     */
    public static NetworkTraining ofPixels(SegmentedSet source, SegmentedSet test) {
        return new NetworkTraining(source.images(), source.masks(), LabelledImages.of(test), Map.of(), null);
    }

    private NetworkTraining(
            ImageSet source,
            @Nullable MaskSet masks,
            LabelledImages test,
            Map<String, ImageSet> rebuilt,
            @Nullable Teacher teacher) {
        this.teacher = teacher;
        this.source = source;
        this.masks = masks;
        this.rebuilt = Map.copyOf(rebuilt);
        this.test = test;
    }

    @Override
    public Outcome perform(SelectionTrial trial, DoubleConsumer progress) {
        Outcome[] outcome = new Outcome[1];
        try (Threads alone = new Threads(1)) {
            Slices.forEach(alone, 1, 1, (from, one) -> outcome[0] = perform(trial, progress, alone));
        }
        return outcome[0];
    }

    private Outcome perform(SelectionTrial trial, DoubleConsumer progress, Threads alone) {
        LabelledImages images = images(trial);
        try (Network network = Networks.create(
                trial.network(),
                source.shape(),
                images.classes(),
                trial.recipe().seed())) {
            ThreadTime time = new ThreadTime();
            List<EpochRecord> epochs = train(trial, network, images, alone, progress);
            double seconds = time.seconds();
            return new Outcome(
                    accuracy(network, alone),
                    epochs.stream().mapToLong(EpochRecord::samples).sum(),
                    epochs.stream().mapToLong(EpochRecord::steps).sum(),
                    seconds);
        }
    }

    private LabelledImages images(SelectionTrial trial) {
        if (trial.rebuilt() != null) {
            return LabelledImages.of(Objects.requireNonNull(rebuilt.get(trial.rebuilt()), trial.rebuilt()));
        }
        return trial.teacher() == null
                ? of(trial.ids())
                : LabelledImages.of(
                        source, trial.ids(), Objects.requireNonNull(teacher).soft());
    }

    private LabelledImages of(int... ids) {
        return masks == null ? LabelledImages.of(source, ids) : LabelledImages.of(source, masks, ids);
    }

    private double accuracy(Network network, Threads alone) {
        return network instanceof SegmentationNetwork segmentation
                ? PixelEvaluation.of(segmentation, test, alone, Progress.NONE).meanIou()
                : Evaluation.of(network, test, alone, Progress.NONE).accuracy();
    }

    private static List<EpochRecord> train(
            SelectionTrial trial, Network network, LabelledImages images, Threads alone, DoubleConsumer progress) {
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(StepRecord step) {
                progress.accept(Math.min(1, step.done() / step.total()));
            }
        };
        Task task = Task.of(trial.recipe(), network, images);
        try (Trainer trainer = new Trainer(trial.recipe(), task, images, trial.epochs(), alone)) {
            return trainer.train(listener);
        }
    }
}
