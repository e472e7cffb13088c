package dev.pith.torch.diffusion;

import dev.pith.PithException;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Scores for pruning, made of losses at drawn times.
 *
 * <p>How much a loss is depends above all on the time: little noise cannot be told from the image, much noise is the
 * image. By the losses themselves, as InfoBatch's authors prune, whoever drew a late time would be left out next,
 * whatever it shows. So a loss is divided by what losses at its time have been lately (a running mean for each
 * {@value #WIDTH} times side by side), and a sample's score is the mean of its last ratio and its score before, since
 * the noise too is another one every time.
 */
final class RelativeLosses implements EpochPruning {
    /** Times side by side that share a mean. */
    private static final int WIDTH = 10;

    /** What the latest loss counts in a mean: about the last hundred are remembered. */
    private static final float LATEST = 0.02f;

    private final EpochPruning pruning;
    private final Draws draws;
    private final float[] means;
    private final float[] scores;

    /** Tells a pruning of scores. */
    RelativeLosses(EpochPruning pruning, Draws draws) {
        this.pruning = pruning;
        this.draws = draws;
        means = new float[(draws.steps() + WIDTH - 1) / WIDTH];
        scores = new float[pruning.schedule().samples()];
        Arrays.fill(means, Float.NaN);
        Arrays.fill(scores, Float.NaN);
    }

    @Override
    public PruningSchedule schedule() {
        return pruning.schedule();
    }

    @Override
    public EpochPlan next() {
        return pruning.next();
    }

    @Override
    public EpochPlan plan() {
        return pruning.plan();
    }

    @Override
    public void update(int[] ids, int from, int count, float[] losses) {
        Objects.checkFromIndexSize(from, count, ids.length);
        Objects.checkFromIndexSize(0, count, losses.length);
        float[] told = Arrays.copyOf(losses, count);
        if (isEveryOneUsable(ids, from, told)) { // else it is refused, and nothing is learned
            int epoch = plan().epoch();
            for (int j = 0; j < count; j++) {
                told[j] = score(ids[from + j], draws.time(epoch, ids[from + j]) / WIDTH, losses[j]);
            }
        }
        pruning.update(ids, from, count, told);
    }

    private boolean isEveryOneUsable(int[] ids, int from, float[] losses) {
        for (int j = 0; j < losses.length; j++) {
            int id = ids[from + j];
            if (!Float.isFinite(losses[j]) || id < 0 || id >= scores.length) {
                return false;
            }
        }
        return true;
    }

    private float score(int id, int times, float loss) {
        float before = means[times];
        means[times] = Float.isNaN(before) ? loss : before + LATEST * (loss - before);
        float ratio = means[times] > 0 ? loss / means[times] : 1;
        scores[id] = Float.isNaN(scores[id]) ? ratio : (scores[id] + ratio) / 2;
        return scores[id];
    }

    @Override
    public byte[] save() {
        byte[] inner = pruning.save();
        ByteBuffer bytes = ByteBuffer.allocate(inner.length + Float.BYTES * (means.length + scores.length));
        for (float mean : means) {
            bytes.putFloat(mean);
        }
        for (float score : scores) {
            bytes.putFloat(score);
        }
        return bytes.put(inner).array();
    }

    @Override
    public void restore(byte[] state) {
        int own = Float.BYTES * (means.length + scores.length);
        if (state.length < own) {
            throw new PithException("the state of the pruning is of another training, or damaged: start over");
        }
        pruning.restore(Arrays.copyOfRange(state, own, state.length));
        ByteBuffer.wrap(state).asFloatBuffer().get(means).get(scores);
    }
}
