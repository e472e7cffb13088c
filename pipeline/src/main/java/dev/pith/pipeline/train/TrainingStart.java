package dev.pith.pipeline.train;

import dev.pith.pipeline.session.Skipped;
import dev.pith.prune.EpochPruning;
import dev.pith.run.Staging;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Task;
import java.io.IOException;

/**
 * What a training starts from, a network and images, and what it leaves. Closing it closes the network.
 *
 * <p>The loop, what each epoch sees, checkpoints, logs and processes are the same whatever is learned.
 */
interface TrainingStart extends AutoCloseable {
    /** Returns the network's full name. */
    String name();

    /** Returns the shape of the images that the network looks at. */
    InputShape shape();

    /** Returns what is trained on. */
    LabelledImages samples();

    /** Returns what is learned of {@link #samples}. */
    Task task(LabelledImages samples);

    /**
     * Returns what each epoch sees.
     *
     * @param samples how many there are to train on
     */
    EpochPruning pruning(int samples);

    /** Returns the samples of the source that cannot be read. */
    Skipped skipped();

    /** Shows how far the training is, if there is something to see. */
    default void onEpoch(int epochs) {}

    /** Writes the network as it is now, and what a test says of it. */
    void write(Staging staging) throws IOException;

    @Override
    void close();
}
