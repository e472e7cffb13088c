package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomPruningTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return new RandomPruning(schedule, 0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
    void expectedWeightIsOne(double ratio) {
        int n = 150;
        int epochs = 3_000;
        RandomPruning pruning = new RandomPruning(new PruningSchedule(n, epochs, 1, 4), ratio);
        int stay = (int) Math.max(1, Math.round((1 - ratio) * n));
        double[] variances = new double[n];
        Arrays.fill(variances, (double) n / stay - 1);
        Unbiased unbiased = new Unbiased(n);
        for (int epoch = 0; epoch < epochs; epoch++) {
            EpochPlan plan = pruning.next();
            assertThat(plan.size()).isEqualTo(stay);
            assertThat(plan.weights()).containsOnly((float) ((double) n / stay));
            unbiased.add(plan, variances);
        }
        unbiased.check();
    }

    @Test
    void noneSeesEverything() {
        EpochPruning none = EpochPruning.none(PruningSchedule.of(40, 5, 1));
        for (EpochPlan plan : train(none, 5)) {
            assertThat(plan.order()).hasSize(40).doesNotHaveDuplicates();
            assertThat(plan.weights()).containsOnly(1);
            assertThat(plan.sharePruned()).isZero();
        }
    }

    @Test
    void refusesToPruneEverything() {
        assertThatThrownBy(() -> new RandomPruning(PruningSchedule.of(4, 1, 1), 1))
                .hasMessageStartingWith("ratio must be in [0, 1), got 1.0");
    }
}
