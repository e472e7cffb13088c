package dev.pith.torch.train;

/**
 * Hears of a training, on its thread. What it throws ends the training: that is how one stops it.
 */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * A step is done.
     *
     * @param epoch from 1
     * @param done how many steps of {@code total} are done; where pruning shortens epochs, each step counts for more
     * @param samples how many samples went through the network in this step
     * @param loss their mean loss
     */
    record StepRecord(int epoch, double done, long total, int samples, double loss) {}

    /** Hears of every step; must return quickly. */
    default void onStep(StepRecord step) {}

    /** Hears of every epoch; the trainer may be saved now. */
    default void onEpoch(Trainer trainer, EpochRecord epoch) {}
}
