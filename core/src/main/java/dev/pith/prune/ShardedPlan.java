package dev.pith.prune;

import java.util.List;

/**
 * An epoch plan shared out among the processes of a data-parallel training: all train on the same batches, each on its
 * part of every batch.
 *
 * <p>Batch s is {@code plan.order()} from {@code s * batch} on; the last one has what is left, and none is filled up or
 * dropped. A batch of b samples is cut into as many parts as there are processes, in order, the first
 * {@code b mod world} of them one sample larger than the others ({@code numpy.array_split} cuts the same way). So every
 * id of the plan is in one part, and every process takes as many steps as the others; where a batch is smaller than
 * their number, the last of them have no sample in it and add a gradient of 0.
 *
 * <p>The gradient of a step is the <em>sum</em> over the processes of the gradients of
 * {@code sum(weight * loss) / count(step)}. Plans need not be sent: every process makes the same from the same seed and
 * losses. The losses of all have to reach all: {@link #inOrder} puts them in the order in which one process would
 * have told them.
 *
 * @param plan the same in every process
 * @param batch the samples of a step, over all processes, at least 1
 * @param world how many processes there are, at least 1; their ranks go from 0 to {@code world - 1}
 */
public record ShardedPlan(EpochPlan plan, int batch, int world) {
    /** Checks the ranges. */
    public ShardedPlan {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
        if (world < 1) {
            throw new IllegalArgumentException("world must be at least 1, got " + world);
        }
    }

    /**
     * Returns where part {@code rank} begins, and the part before ends, when {@code count} things are cut
     * into {@code world} parts.
     */
    public static int cut(int count, int rank, int world) {
        return count / world * rank + Math.min(rank, count % world);
    }

    /** Returns how many steps the epoch takes, the same in every process. */
    public int steps() {
        return Math.toIntExact(((long) plan.size() + batch - 1) / batch);
    }

    /**
     * Returns how many samples a step sees in all processes together: what the sum of weighted losses is divided by.
     */
    public int count(int step) {
        return Math.min(batch, plan.size() - first(step));
    }

    /** Returns the position in {@code plan.order()} where the part of a process begins. */
    public int begin(int step, int rank) {
        return first(step) + cut(count(step), checked(rank), world);
    }

    /** Returns the position after the last of the part of a process. */
    public int end(int step, int rank) {
        return first(step) + cut(count(step), checked(rank) + 1, world);
    }

    private int first(int step) {
        if (step < 0 || step >= steps()) {
            throw new IllegalArgumentException("step must be in [0, " + steps() + "), got " + step);
        }
        return step * batch; // at most the size of the plan
    }

    private int checked(int rank) {
        if (rank < 0 || rank >= world) {
            throw new IllegalArgumentException("rank must be in [0, " + world + "), got " + rank);
        }
        return rank;
    }

    /** Returns how many samples a process sees in the epoch. */
    public int size(int rank) {
        int size = 0;
        for (int step = 0; step < steps(); step++) {
            size += end(step, rank) - begin(step, rank);
        }
        return size;
    }

    /** Returns the ids of a process, in the order of its training: {@code long[size(rank)]}. */
    public long[] ids(int rank) {
        long[] ids = new long[size(rank)];
        int next = 0;
        for (int step = 0; step < steps(); step++) {
            for (int p = begin(step, rank); p < end(step, rank); p++) {
                ids[next++] = plan.order()[p];
            }
        }
        return ids;
    }

    /** Returns their weights: {@code float[size(rank)]}. */
    public float[] weights(int rank) {
        float[] weights = new float[size(rank)];
        int next = 0;
        for (int step = 0; step < steps(); step++) {
            int begin = begin(step, rank);
            int count = end(step, rank) - begin;
            System.arraycopy(plan.weights(), begin, weights, next, count);
            next += count;
        }
        return weights;
    }

    /**
     * Returns the losses of all processes in the order of the plan, for
     * {@link EpochPruning#update(int[], int, int, float[])} with {@code plan.order()}.
     *
     * @param losses of each rank, in the order of its {@link #ids}
     */
    public float[] inOrder(List<float[]> losses) {
        if (losses.size() != world) {
            throw new IllegalArgumentException("there must be losses of " + world + " ranks, got " + losses.size());
        }
        float[] inOrder = new float[plan.size()];
        for (int rank = 0; rank < world; rank++) {
            float[] own = losses.get(rank);
            if (own.length != size(rank)) {
                throw new IllegalArgumentException(
                        "rank " + rank + " sees " + size(rank) + " samples, got " + own.length + " losses");
            }
            int next = 0;
            for (int step = 0; step < steps(); step++) {
                int begin = begin(step, rank);
                int count = end(step, rank) - begin;
                System.arraycopy(own, next, inOrder, begin, count);
                next += count;
            }
        }
        return inOrder;
    }
}
