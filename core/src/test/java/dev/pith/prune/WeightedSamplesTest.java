package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * With equal weights, of any size, the contract of the pruning holds; with others its plans are the pruning's
 * times the weights.
 */
class WeightedSamplesTest extends EpochPruningContract {
    private static float[] weights() {
        float[] weights = new float[SAMPLES];
        for (int id = 0; id < SAMPLES; id++) {
            weights[id] = 1 + id % 3;
        }
        return weights;
    }

    @Override
    EpochPruning create(PruningSchedule schedule) {
        float[] equal = new float[schedule.samples()];
        Arrays.fill(equal, 3);
        return new WeightedSamples(new InfoBatch(schedule, 0.9), equal);
    }

    @Test
    void plansAreThoseOfThePruningTimesWeightsOfMeanOne() {
        PruningSchedule schedule = new PruningSchedule(SAMPLES, EPOCHS, 0.75, 3);
        EpochPruning bare = new InfoBatch(schedule, 0.9);
        float[] weights = weights();
        EpochPruning weighted = new WeightedSamples(new InfoBatch(schedule, 0.9), weights);
        double mean = 0;
        for (float weight : weights) {
            mean += weight / (double) SAMPLES;
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            EpochPlan plan = bare.next();
            EpochPlan times = weighted.next();
            assertThat(times.order()).isEqualTo(plan.order());
            for (int p = 0; p < plan.size(); p++) {
                assertThat(times.weights()[p]).isEqualTo(plan.weights()[p] * (float) (weights[plan.order()[p]] / mean));
            }
            epoch(bare, plan);
            epoch(weighted, times);
        }
    }

    @Test
    void refusesWhatIsNoWeight() {
        PruningSchedule schedule = new PruningSchedule(2, 3, 1, 5);
        assertThatThrownBy(() -> new WeightedSamples(EpochPruning.none(schedule), new float[] {1, -1}))
                .isInstanceOf(PithException.class)
                .hasMessage("the weight of sample 1 is -1.0: weights to train by are finite and not negative");
        assertThatThrownBy(() -> new WeightedSamples(EpochPruning.none(schedule), new float[2]))
                .isInstanceOf(PithException.class)
                .hasMessage("all weights are 0: nothing would be learned");
        assertThatThrownBy(() -> new WeightedSamples(EpochPruning.none(schedule), new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        float[] some = new WeightedSamples(EpochPruning.none(schedule), new float[] {0, 5})
                .next()
                .weights();
        Arrays.sort(some);
        assertThat(some).containsExactly(0, 2);
    }
}
