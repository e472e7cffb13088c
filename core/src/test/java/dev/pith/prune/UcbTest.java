package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UcbTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return new Ucb(schedule, 0.5, 1);
    }

    @Test
    void boundIsAveragePlusVariance() {
        // Sample 0: average 4 then 1.6, variance 0.8 * 9 = 7.2. Sample 1: 3 twice. Sample 2: 2.
        int[] ids = {0, 0, 1, 1, 2};
        float[] losses = {4, 1, 3, 3, 2};
        Ucb confident = new Ucb(new PruningSchedule(3, 1, 1, 1), 0.7, 1);
        confident.update(ids, 0, 5, losses);
        assertThat(confident.next().order()).containsExactly(0);
        Ucb greedy = new Ucb(new PruningSchedule(3, 1, 1, 1), 0.7, 0);
        greedy.update(ids, 0, 5, losses);
        assertThat(greedy.next().order()).containsExactly(1);
        // 1.6 + 0.19 * 7.2 = 2.968 < 3 < 1.6 + 0.2 * 7.2 = 3.04
        for (double confidence : new double[] {0.19, 0.2}) {
            Ucb close = new Ucb(new PruningSchedule(3, 1, 1, 1), 0.7, confidence);
            close.update(ids, 0, 5, losses);
            assertThat(close.next().order()).containsExactly(confidence < 0.195 ? 1 : 0);
        }
    }

    @Test
    void whatWasNeverSeenIsNeverPruned() {
        Ucb pruning = new Ucb(new PruningSchedule(6, 1, 1, 1), 0.5, 1);
        pruning.update(new int[] {0, 1, 2, 3}, 0, 4, new float[] {9, 8, 7, 9});
        EpochPlan plan = pruning.next();
        // Of the equal bounds of 0 and 3 the lower id wins.
        assertThat(plan.order()).containsExactlyInAnyOrder(0, 4, 5);
        assertThat(plan.weights()).containsOnly(1);
    }

    @Test
    void refuses() {
        PruningSchedule schedule = PruningSchedule.of(4, 1, 1);
        assertThatThrownBy(() -> new Ucb(schedule, 1, 1)).hasMessageStartingWith("ratio must be in [0, 1)");
        assertThatThrownBy(() -> new Ucb(schedule, 0.5, -1))
                .hasMessage("confidence must be finite and at least 0, got -1.0");
    }
}
