package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomSubsetsTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return new RandomSubsets(schedule, 0.5);
    }

    @Test
    void everySampleComesOnceInAPass() {
        RandomSubsets subsets = new RandomSubsets(new PruningSchedule(30, 12, 1, 3), 0.7); // three shares of nine
        List<List<Integer>> passes = new ArrayList<>();
        for (int epoch = 0; epoch < 12; epoch++) {
            if (epoch % 3 == 0) {
                passes.add(new ArrayList<>());
            }
            EpochPlan plan = subsets.next();
            assertThat(plan.order()).hasSize(9);
            assertThat(plan.weights()).containsOnly(1);
            for (int id : plan.order()) {
                passes.get(epoch / 3).add(id);
            }
        }
        assertThat(passes).hasSize(4).allSatisfy(ids -> assertThat(ids).doesNotHaveDuplicates());
        assertThat(passes.stream().map(ids -> ids.subList(0, 9)).distinct()).hasSize(4);
    }

    @Test
    void noSampleIsPreferred() {
        int epochs = 6_000;
        RandomSubsets subsets = new RandomSubsets(new PruningSchedule(20, epochs, 1, 3), 0.6);
        int[] visits = new int[20];
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int id : subsets.next().order()) {
                visits[id]++;
            }
        }
        // 3,000 passes of two shares of eight: 16 of 20 come in a pass, with probability 0.8
        for (int count : visits) {
            assertThat(Math.abs(count - 2400) / Math.sqrt(3000 * 0.8 * 0.2)).isLessThan(4.5);
        }
    }

    @Test
    void lossesChangeNothing() {
        RandomSubsets blind = new RandomSubsets(PruningSchedule.of(57, 4, 1), 0.5);
        RandomSubsets told = new RandomSubsets(PruningSchedule.of(57, 4, 1), 0.5);
        List<EpochPlan> plans = train(told, 3);
        for (EpochPlan plan : plans) {
            assertThat(blind.next().order()).isEqualTo(plan.order());
        }
    }

    @Test
    void refusesToLeaveOutEverything() {
        assertThatThrownBy(() -> new RandomSubsets(PruningSchedule.of(4, 1, 1), 1))
                .hasMessageStartingWith("ratio must be in [0, 1), got 1.0");
    }
}
