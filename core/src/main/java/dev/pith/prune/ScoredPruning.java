package dev.pith.prune;

import dev.pith.PithException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all prunings share: the course of epochs, scores, annealing, and saving. A method only says how an epoch that
 * prunes draws.
 */
abstract class ScoredPruning implements EpochPruning {
    private final PruningSchedule schedule;
    private final float[][] columns;
    private @Nullable EpochPlan plan;

    /**
     * Makes a pruning that is yet to begin.
     *
     * @param columns how many numbers are kept of each sample; column 0 is its score; all begin as NaN, which means
     *     "never seen"
     */
    ScoredPruning(PruningSchedule schedule, int columns) {
        this.schedule = schedule;
        this.columns = new float[columns][schedule.samples()];
        for (float[] column : this.columns) {
            Arrays.fill(column, Float.NaN);
        }
    }

    /**
     * Returns how an epoch that prunes draws.
     *
     * @param mean over the scores of the samples seen, NaN when there are none
     */
    abstract Draw draw(int epoch, double mean);

    /** Learns one finite loss. */
    void learn(int id, float loss) {
        columns[0][id] = loss;
    }

    /** Returns method and parameters; what is restored must agree in it. */
    @Override
    public abstract String toString();

    final float[] scores() {
        return columns[0];
    }

    final float[] column(int index) {
        return columns[index];
    }

    /** Checks a share of samples to prune. */
    static double checkRatio(double ratio) {
        if (!(ratio >= 0 && ratio < 1)) {
            throw new IllegalArgumentException("ratio must be in [0, 1), got " + ratio
                    + ": of what is pruned some must stay to stand for the rest");
        }
        return ratio;
    }

    /** Returns how many of {@code count} samples, at least one, stay when a share is pruned. */
    static int staying(int count, double ratio) {
        return Math.toIntExact(Math.max(1, Math.round((1 - ratio) * count)));
    }

    @Override
    public final PruningSchedule schedule() {
        return schedule;
    }

    @Override
    public EpochPlan next() {
        int epoch = plan == null ? 0 : plan.epoch() + 1;
        if (epoch == schedule.epochs()) {
            throw new IllegalStateException("all " + epoch + " epochs are over");
        }
        double mean = Scores.mean(scores());
        Draw draw = schedule.prunes(epoch) ? draw(epoch, mean) : Draw.everything(schedule.samples());
        plan = draw.plan(epoch, schedule.seed(), mean);
        return plan;
    }

    @Override
    public final EpochPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("no epoch has begun: call next() first");
        }
        return plan;
    }

    @Override
    public final void update(int[] ids, int from, int count, float[] losses) {
        Objects.checkFromIndexSize(from, count, ids.length);
        Objects.checkFromIndexSize(0, count, losses.length);
        for (int j = 0; j < count; j++) {
            int id = ids[from + j];
            if (id < 0 || id >= schedule.samples()) {
                throw new IllegalArgumentException("id must be in [0, " + schedule.samples() + "), got " + id);
            }
            if (!Float.isFinite(losses[j])) {
                throw new PithException("the loss of sample " + id + " is " + losses[j]
                        + ": lower the step size, or look at what is wrong with the sample");
            }
        }
        for (int j = 0; j < count; j++) {
            learn(ids[from + j], losses[j]);
        }
    }

    @Override
    public final byte[] save() {
        return new PruningState(this + ", " + schedule, columns, plan).toBytes();
    }

    @Override
    public final void restore(byte[] state) {
        PruningState saved = PruningState.of(state, this + ", " + schedule, columns.length, schedule.samples());
        for (int c = 0; c < columns.length; c++) {
            System.arraycopy(saved.columns()[c], 0, columns[c], 0, columns[c].length);
        }
        plan = saved.plan();
    }
}
