package dev.pith.torch.train;

import dev.pith.prune.EpochPlan;

/**
 * What is different when several processes train together: which part of a batch belongs to this process, what the
 * gradients of the others add, and when the pruning hears of losses.
 *
 * <p>The methods are called in the order in which they stand here, by one thread but for {@link #begin(int, int)} and
 * {@link #end(int, int)}.
 */
sealed interface Processes extends AutoCloseable permits OneProcess, DataParallel {
    /**
     * Begins an epoch.
     *
     * @param seen how many samples of the plan it trains on
     * @throws dev.pith.PithException when another process plans otherwise, which means that it does not train on the
     *     same
     */
    void begin(EpochPlan plan, int seen);

    /** Returns where this process's part of a batch begins, as a position in the epoch's order. */
    int begin(int from, int to);

    /** Returns the position after its last. */
    int end(int from, int to);

    /**
     * Takes the losses of a part of a batch, of which the pruning is told now or when the epoch ends; not of those of
     * mixed samples.
     */
    void keep(Batch batch, float[] losses);

    /**
     * Replaces every gradient by its sum over the processes, and returns the loss of their parts of a step together.
     */
    MeanLoss sumGradients(MeanLoss own);

    /** Ends an epoch, and returns its loss over all processes; the pruning has been told of all losses then. */
    MeanLoss end(EpochPlan plan, MeanLoss own);

    @Override
    void close();
}
