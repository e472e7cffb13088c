package dev.pith.pipeline.train;

import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.util.Locale;
import java.util.function.IntConsumer;

/** Shows how far a training is, and lets it leave its files. */
public final class TrainingWatch implements TrainingListener {
    /** Shows progress. */
    public interface Display {
        void onStep(long done, long total, String detail);
    }

    private final Display progress;
    private final TrainingFiles files;
    private final String noun;
    private final long startNanos = System.nanoTime();
    private IntConsumer show = epoch -> {};
    private long samples;
    private double before = -1;

    /** Watches a training on images. */
    public TrainingWatch(Display progress, TrainingFiles files) {
        this(progress, files, "images");
    }

    /** Watches a training on {@code noun}, a plural. */
    public TrainingWatch(Display progress, TrainingFiles files, String noun) {
        this.progress = progress;
        this.files = files;
        this.noun = noun;
    }

    /**
     * Does something after every epoch, before the files are written that the training would be gone on from.
     *
     * @param afterEpoch is told how many epochs there were
     * @return this
     */
    public TrainingWatch showing(IntConsumer afterEpoch) {
        show = afterEpoch;
        return this;
    }

    @Override
    public void onStep(StepRecord step) {
        if (before < 0) {
            before = Math.max(0, step.done() - 1); // a training that goes on has done some already
        }
        samples += step.samples();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        progress.onStep(
                Math.round(step.done() - before),
                Math.round(step.total() - before),
                String.format(
                        Locale.ROOT,
                        "epoch %d, loss %.4f, %,.0f %s a second",
                        step.epoch(),
                        step.loss(),
                        samples / seconds,
                        noun));
    }

    @Override
    public void onEpoch(Trainer trainer, EpochRecord epoch) {
        show.accept(epoch.epoch());
        files.afterEpoch(trainer);
    }
}
