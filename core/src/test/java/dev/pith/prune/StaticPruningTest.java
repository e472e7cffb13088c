package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import org.junit.jupiter.api.Test;

class StaticPruningTest extends EpochPruningContract {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Override
    EpochPruning create(PruningSchedule schedule) {
        float[] scores = new float[schedule.samples()];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = loss(id, 3);
        }
        return new StaticPruning(schedule, 0.5, scores);
    }

    @Test
    void sameHighestScoresEveryEpoch() {
        float[] scores = {1, INFINITY, -3, 5, 1, INFINITY, -INFINITY};
        StaticPruning pruning = new StaticPruning(new PruningSchedule(7, 3, 1, 1), 0.45, scores);
        for (EpochPlan plan : train(pruning, 3)) {
            // round(0.55 * 7) = 4: of the equal scores of 0 and 4 the lower id stays.
            assertThat(plan.order()).containsExactlyInAnyOrder(0, 1, 3, 5);
            assertThat(plan.weights()).containsOnly(1);
        }
    }

    @Test
    void refuses() {
        PruningSchedule schedule = PruningSchedule.of(2, 1, 1);
        assertThatThrownBy(() -> new StaticPruning(schedule, 0.5, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 samples, but 3 scores");
        assertThatThrownBy(() -> new StaticPruning(schedule, 0.5, new float[] {1, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the score of sample 1 is NaN");
        StaticPruning one = new StaticPruning(schedule, 0.5, new float[] {1, 2});
        StaticPruning other = new StaticPruning(schedule, 0.5, new float[] {2, 1});
        assertThatThrownBy(() -> other.restore(one.save())).isInstanceOf(PithException.class);
    }
}
