package dev.pith.torch.train;

import java.util.function.LongConsumer;

/** Counts the samples that went through a network, over all epochs. */
public class SampleCount implements TrainingListener {
    private final LongConsumer seen;
    private long done;

    /**
     * Starts at 0.
     *
     * @param seen hears the number after every step
     */
    public SampleCount(LongConsumer seen) {
        this.seen = seen;
    }

    @Override
    public final void onStep(StepRecord step) {
        done += step.samples();
        seen.accept(done);
    }
}
