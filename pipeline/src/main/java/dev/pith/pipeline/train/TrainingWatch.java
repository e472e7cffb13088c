package dev.pith.pipeline.train;

import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.util.Locale;

/** Shows how far a training is, and lets it leave its files. */
public final class TrainingWatch implements TrainingListener {
    /** Shows progress. */
    public interface Display {
        void onStep(long done, long total, String detail);
    }

    private final Display progress;
    private final TrainingFiles files;
    private final long startNanos = System.nanoTime();
    private long samples;
    private double before = -1;

    public TrainingWatch(Display progress, TrainingFiles files) {
        this.progress = progress;
        this.files = files;
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
                        "epoch %d, loss %.4f, %,.0f images a second",
                        step.epoch(),
                        step.loss(),
                        samples / seconds));
    }

    @Override
    public void onEpoch(Trainer trainer, EpochRecord epoch) {
        files.afterEpoch(trainer);
    }
}
