package dev.pith.torch.train;

import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;

/** A training that has one process: every batch is its own, and the pruning hears of losses at once. */
record OneProcess(EpochPruning pruning) implements Processes {
    @Override
    public void begin(EpochPlan plan, int seen) {}

    @Override
    public int begin(int from, int to) {
        return from;
    }

    @Override
    public int end(int from, int to) {
        return to;
    }

    /** {@inheritDoc} A loss that is no number ends the training after the step, and nobody need hear of it. */
    @Override
    public void keep(Batch batch, float[] losses) {
        if (!batch.isMixed() && allFinite(losses)) {
            pruning.update(batch.positions, 0, losses.length, losses);
        }
    }

    private static boolean allFinite(float[] losses) {
        for (float loss : losses) {
            if (!Float.isFinite(loss)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public MeanLoss sumGradients(MeanLoss own) {
        return own;
    }

    @Override
    public MeanLoss end(EpochPlan plan, MeanLoss own) {
        return own;
    }

    @Override
    public void close() {}
}
