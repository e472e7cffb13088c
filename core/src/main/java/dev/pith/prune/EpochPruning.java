package dev.pith.prune;

import dev.pith.PithException;

/**
 * Says before each epoch which samples to train on, and learns from their losses.
 *
 * <p>Three lines in a training loop:
 *
 * <pre>{@code
 * EpochPruning pruning = new InfoBatch(PruningSchedule.of(samples, epochs, seed), 0.5);
 * EpochPlan plan = pruning.next();                        // every epoch
 * pruning.update(plan.order(), from, count, losses);      // every batch
 * }</pre>
 *
 * A batch is {@code count} ids of {@code plan.order()} from {@code from} on, and what is minimized is
 * {@code sum(weight * loss) / count}; with gradient accumulation, {@code count} is the number of samples of the whole
 * step. What {@link #update(int[], int, int, float[])} takes are the losses <em>before</em> weighting.
 *
 * <ul>
 *   <li>A sample with several losses has the one number that the caller reduces them to, as a rule their sum as it is
 *       minimized.
 *   <li>Under mixup and its kin a sample is made of two, a at share s and b at 1 - s: its loss is
 *       {@code s * weight(a) * loss(a) + (1 - s) * weight(b) * loss(b)}. Neither term is the loss of a sample as it is,
 *       so {@code update} is not called for that batch; the scores stay what they were.
 *   <li>In data-parallel training every process makes the same plan and takes its part of every batch; every process
 *       is to be given the losses of all, in the same order ({@link ShardedPlan}).
 * </ul>
 *
 * Not safe for use by several threads at once. An implementation belongs to one training.
 */
public interface EpochPruning {
    /** Returns what this was told of the training. */
    PruningSchedule schedule();

    /**
     * Begins the next epoch, the first time epoch 0, and returns its plan.
     *
     * @throws IllegalStateException after the last epoch
     */
    EpochPlan next();

    /**
     * Returns the plan of the epoch that was begun last, also after {@link #restore}.
     *
     * @throws IllegalStateException before the first epoch
     */
    EpochPlan plan();

    /**
     * Learns losses. They count from the next plan on; a sample may be told of as often as one likes, pruned or not.
     *
     * @param ids {@code ids[from + j]} has loss {@code losses[j]} for j below {@code count}
     * @param losses finite, unweighted; the lower, the better the sample is known
     * @throws PithException naming the id whose loss is NaN or infinite; no loss of the call is then learned
     * @throws IllegalArgumentException if an id is out of range; likewise
     */
    void update(int[] ids, int from, int count, float[] losses);

    /**
     * Learns losses that come with their ids, as they do from another process or a tensor.
     *
     * @param ids one per loss; otherwise as in {@link #update(int[], int, int, float[])}
     */
    default void update(long[] ids, float[] losses) {
        if (ids.length != losses.length) {
            throw new IllegalArgumentException(ids.length + " ids, but " + losses.length + " losses");
        }
        int[] narrow = new int[ids.length];
        for (int j = 0; j < narrow.length; j++) {
            if (ids[j] < 0 || ids[j] >= schedule().samples()) {
                throw new IllegalArgumentException(
                        "id must be in [0, " + schedule().samples() + "), got " + ids[j]);
            }
            narrow[j] = (int) ids[j];
        }
        update(narrow, 0, narrow.length, losses);
    }

    /**
     * Returns everything that {@link #restore} needs to go on from here, in the middle of an epoch as well: scores,
     * epoch, and its plan. About 12 bytes a sample, at most 2 GiB. Randomness follows from seed and epoch and needs no
     * bytes.
     */
    byte[] save();

    /**
     * Goes on from where another object of the same configuration was saved.
     *
     * @throws PithException if the bytes are damaged or come from another configuration; nothing is then changed
     */
    void restore(byte[] state);

    /** Returns the pruning that never prunes: all samples every epoch, shuffled, at weight 1. */
    static EpochPruning none(PruningSchedule schedule) {
        return new RandomPruning(schedule, 0);
    }
}
