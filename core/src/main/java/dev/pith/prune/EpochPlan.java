package dev.pith.prune;

/**
 * What one epoch trains on, and in which order.
 *
 * @param epoch counted from 0
 * @param order ids in the order of training, each at most once unless drawn with replacement; not copied and not to be
 *     changed
 * @param weights {@code weights[p]} multiplies the loss of {@code order[p]}; not copied and not to be changed
 * @param samples how many samples there are in all
 * @param meanScore the mean of the scores that the plan was made from, over the samples that have one; NaN when none
 *     has
 */
public record EpochPlan(int epoch, int[] order, float[] weights, int samples, double meanScore) {
    /** Checks that every id has a weight. */
    public EpochPlan {
        if (order.length != weights.length) {
            throw new IllegalArgumentException(order.length + " ids, but " + weights.length + " weights");
        }
    }

    /** Returns how many samples the epoch sees. */
    public int size() {
        return order.length;
    }

    /** Returns the share of samples that the epoch does not see, from 0 to 1. */
    public double sharePruned() {
        return 1 - (double) order.length / samples;
    }
}
