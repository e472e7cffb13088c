package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpsilonGreedyTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return new EpsilonGreedy(schedule, 0.5, 0.2);
    }

    @Test
    void highestScoresAndSomeAtRandom() {
        int epochs = 4_000;
        EpsilonGreedy pruning = new EpsilonGreedy(new PruningSchedule(100, epochs, 1, 1), 0.6, 0.25);
        int[] ids = IntStream.range(0, 100).toArray();
        float[] losses = new float[100];
        for (int id : ids) {
            losses[id] = (id * 37) % 100;
        }
        pruning.update(ids, 0, 100, losses);
        int[] visits = new int[100];
        for (int epoch = 0; epoch < epochs; epoch++) {
            EpochPlan plan = pruning.next();
            assertThat(plan.size()).isEqualTo(40);
            assertThat(plan.weights()).containsOnly(1);
            for (int id : plan.order()) {
                visits[id]++;
            }
        }
        for (int id : ids) {
            if (losses[id] >= 70) {
                assertThat(visits[id]).isEqualTo(epochs);
            } else {
                double p = 10.0 / 70;
                double error = Math.abs(visits[id] - epochs * p) / Math.sqrt(epochs * p * (1 - p));
                assertThat(error).isLessThan(4.5);
            }
        }
    }

    @Test
    void scoreIsAMovingAverage() {
        EpsilonGreedy pruning = new EpsilonGreedy(new PruningSchedule(2, 2, 1, 1), 0.5, 0);
        pruning.update(new int[] {0, 1, 0, 1}, 0, 4, new float[] {10, 1, 0, 2.2f});
        // Averages are 2 and 1 + 0.8 * 1.2 = 1.96.
        EpochPlan plan = pruning.next();
        assertThat(plan.order()).containsExactly(0);
        assertThat(plan.meanScore()).isEqualTo((2 + 1.96f) / 2.0);
    }

    @Test
    void whatWasNeverSeenIsNeverPruned() {
        EpsilonGreedy pruning = new EpsilonGreedy(new PruningSchedule(10, 2, 1, 1), 0.5, 0.2);
        pruning.update(new int[] {0, 1, 2}, 0, 3, new float[] {5, 6, 7});
        assertThat(pruning.next().order()).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9);
        pruning.update(new int[] {3, 4, 5, 6}, 0, 4, new float[] {1, 2, 3, 8});
        // Four of five are greedy: three unseen and the highest; one of the rest is drawn.
        assertThat(pruning.next().order()).hasSize(5).contains(6, 7, 8, 9);
    }

    @Test
    void refuses() {
        PruningSchedule schedule = PruningSchedule.of(4, 1, 1);
        assertThatThrownBy(() -> new EpsilonGreedy(schedule, 1, 0)).hasMessageStartingWith("ratio must be in [0, 1)");
        assertThatThrownBy(() -> new EpsilonGreedy(schedule, 0.5, Double.NaN))
                .hasMessage("epsilon must be in [0, 1], got NaN");
    }
}
