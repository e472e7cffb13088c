package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import org.junit.jupiter.api.Test;

class WeightedSamplingTest {
    private static final float[] SCORES = {0, 1, 3, 0, 4, 0};

    private static WeightedSampling sampling(int epochs, long seed) {
        return new WeightedSampling(new PruningSchedule(SCORES.length, epochs, 1, seed), SCORES);
    }

    @Test
    void samplesComeAsOftenAsTheirScoresSay() {
        int epochs = 20_000;
        WeightedSampling sampling = sampling(epochs, 1);
        double[] drawn = new double[SCORES.length];
        for (int epoch = 0; epoch < epochs; epoch++) {
            EpochPlan plan = sampling.next();
            assertThat(plan.weights()).containsOnly(1);
            assertThat(plan.size()).isEqualTo(SCORES.length);
            for (int id : plan.order()) {
                drawn[id]++;
            }
        }
        double all = (double) epochs * SCORES.length;
        for (int id = 0; id < SCORES.length; id++) {
            double share = SCORES[id] / 8;
            double deviation = Math.sqrt(share * (1 - share) / all);
            assertThat(Math.abs(drawn[id] / all - share)).isLessThanOrEqualTo(4.5 * deviation);
        }
    }

    @Test
    void lossesChangeNothingAndASavedStateGoesOn() {
        WeightedSampling undisturbed = sampling(3, 5);
        undisturbed.next();
        int[] second = undisturbed.next().order();
        WeightedSampling other = sampling(3, 5);
        other.update(other.next().order(), 0, 2, new float[] {1, 100});
        WeightedSampling restored = sampling(3, 5);
        restored.restore(other.save());
        assertThat(restored.plan().order()).isEqualTo(other.plan().order());
        assertThat(restored.next().order()).isEqualTo(second);
        assertThat(sampling(3, 6).next().order()).isNotEqualTo(other.plan().order());
    }

    @Test
    void aStateOfOtherScoresIsRefused() {
        WeightedSampling other = new WeightedSampling(new PruningSchedule(6, 3, 1, 5), new float[] {1, 1, 1, 1, 1, 1});
        byte[] state = other.save();
        assertThatThrownBy(() -> sampling(3, 5).restore(state))
                .isInstanceOf(PithException.class)
                .hasMessage("the state is of sampling by other scores: go on with those it was saved with");
    }

    @Test
    void scoresThatCannotBe() {
        PruningSchedule schedule = new PruningSchedule(2, 3, 1, 5);
        assertThatThrownBy(() -> new WeightedSampling(schedule, new float[] {1, -1}))
                .hasMessage("the score of sample 1 is -1.0: scores to sample by are finite and not negative");
        assertThatThrownBy(() -> new WeightedSampling(schedule, new float[] {Float.NaN, 1}))
                .hasMessageContaining("sample 0 is NaN");
        assertThatThrownBy(() -> new WeightedSampling(schedule, new float[2])).hasMessageContaining("all scores are 0");
        assertThatThrownBy(() -> new WeightedSampling(schedule, new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        WeightedSampling sampling = sampling(1, 1);
        assertThatThrownBy(sampling::plan).isInstanceOf(IllegalStateException.class);
        sampling.next();
        assertThatThrownBy(sampling::next).hasMessage("all 1 epochs are over");
    }
}
