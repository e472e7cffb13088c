package dev.pith.torch.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RelativeLossesTest {
    private static final int N = 1000;
    private static final int EPOCHS = 12;
    private static final Draws DRAWS = new Draws(1000, 11);

    /** A loss as it is in practice: nearly 1 without noise, a hundredth with nothing but noise. */
    private static double usual(int time) {
        return 0.01 + Math.exp(-time / 60.0);
    }

    private static EpochPruning infoBatch() {
        return new InfoBatch(PruningSchedule.of(N, EPOCHS, 5), 0.5);
    }

    /** Returns how often each sample was left out in epochs 4 and on. */
    private static int[] leftOut(EpochPruning pruning, IntToDoubleFunction difficulty) {
        int[] out = new int[N];
        for (int epoch = 0; epoch < EPOCHS - 2; epoch++) {
            EpochPlan plan = pruning.next();
            if (epoch >= 4) {
                Arrays.setAll(out, id -> out[id] + 1);
            }
            float[] losses = new float[plan.size()];
            for (int p = 0; p < losses.length; p++) {
                int id = plan.order()[p];
                losses[p] = (float) (usual(DRAWS.time(epoch, id)) * difficulty.applyAsDouble(id));
                out[id] -= epoch >= 4 ? 1 : 0;
            }
            pruning.update(plan.order(), 0, losses.length, losses);
        }
        return out;
    }

    @Test
    void easySamplesAreLeftOutWhateverTheirTimes() {
        IntToDoubleFunction difficulty = id -> id < N / 2 ? 0.8 : 1.25;
        int[] relative = leftOut(new RelativeLosses(infoBatch(), DRAWS), difficulty);
        int[] plain = leftOut(infoBatch(), difficulty);
        // Half of the easy ones are left out of each of six epochs: 1,500. Of the hard ones hardly any.
        assertThat(Arrays.stream(relative, 0, N / 2).sum()).isGreaterThan(1300);
        assertThat(Arrays.stream(relative, N / 2, N).sum()).isLessThan(200);
        // By plain losses the time decides, and nearly as many of the hard ones are.
        assertThat(Arrays.stream(plain, N / 2, N).sum())
                .isGreaterThan(Arrays.stream(plain, 0, N / 2).sum() / 2);
    }

    @Test
    void itGoesOnFromItsState() {
        EpochPruning first = new RelativeLosses(infoBatch(), DRAWS);
        leftOut(first, id -> 1 + id % 3);
        EpochPruning second = new RelativeLosses(infoBatch(), DRAWS);
        second.restore(first.save());
        assertThat(second.save()).isEqualTo(first.save());
        float[] losses = {0.3f, 0.2f};
        for (EpochPruning pruning : new EpochPruning[] {first, second}) {
            pruning.update(new int[] {4, 900}, 0, 2, losses);
        }
        EpochPlan plan = first.next();
        assertThat(second.next().order()).isEqualTo(plan.order());
        assertThat(second.plan().meanScore()).isEqualTo(plan.meanScore()).isBetween(0.8, 1.2);
    }

    @Test
    void aLossThatIsNoNumberIsRefusedByItsSample() {
        EpochPruning pruning = new RelativeLosses(infoBatch(), DRAWS);
        pruning.next();
        pruning.update(new int[] {1}, 0, 1, new float[] {0.5f});
        byte[] before = pruning.save();
        assertThatThrownBy(() -> pruning.update(new int[] {3, 7}, 0, 2, new float[] {0.5f, Float.NaN}))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("the loss of sample 7 is NaN");
        assertThatThrownBy(() -> pruning.update(new int[] {N}, 0, 1, new float[] {0.5f}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id must be in [0, 1000), got 1000");
        assertThat(pruning.save()).isEqualTo(before);
    }

    @Test
    void aDamagedStateIsRefused() {
        EpochPruning pruning = new RelativeLosses(infoBatch(), DRAWS);
        byte[] state = pruning.save();
        assertThatThrownBy(() -> pruning.restore(Arrays.copyOf(state, 100)))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("the state of the pruning is of another training, or damaged");
        assertThatThrownBy(() -> pruning.restore(Arrays.copyOf(state, state.length - 1)))
                .isInstanceOf(PithException.class);
        assertThat(pruning.save()).isEqualTo(state);
    }

    @Test
    void allLossesOfZeroAreAlike() {
        EpochPruning pruning = new RelativeLosses(infoBatch(), DRAWS);
        leftOut(pruning, id -> 0);
        assertThat(pruning.next().meanScore()).isEqualTo(1);
    }
}
