package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.random.Priority;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTest {
    @Test
    void differencesOfOneNetworkCountOneByOne() {
        Paired paired = Paired.of(new double[] {1, 2, 6}, 1);
        assertThat(paired.mean()).isCloseTo(3, within(1e-12));
        assertThat(paired.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
        assertThat(paired.interval()).isCloseTo(4.3027 * Math.sqrt(7.0 / 3), within(1e-9));
    }

    @Test
    void ofSeveralNetworksEachCountsOnce() {
        // networks 0 and 1: means 1 and 5, whatever lies between the seeds of one
        Paired paired = Paired.of(new double[] {0, 3, 2, 7}, 2);
        assertThat(paired.mean()).isCloseTo(3, within(1e-12));
        assertThat(paired.standardError()).isCloseTo(2, within(1e-12));
        assertThat(paired.interval()).isCloseTo(12.7062 * 2, within(1e-9));
    }

    @Test
    void oneDifferenceSaysNothingOfItsError() {
        assertThat(Paired.of(new double[] {3}, 1)).isEqualTo(new Paired(3, Double.NaN, Double.NaN));
        assertThat(Paired.of(new double[] {3}, 4).interval()).isNaN();
        assertThat(Paired.NONE.mean()).isNaN();
    }

    /** Nineteen intervals of twenty hold the true mean: six sums of twelve uniform numbers are nearly normal. */
    @Test
    void nineteenIntervalsOfTwentyHoldTheMean() {
        int held = 0;
        for (int trial = 0; trial < 4000; trial++) {
            double[] values = new double[6];
            for (int s = 0; s < values.length; s++) {
                for (int k = 0; k < 12; k++) {
                    values[s] += (Priority.of(trial * 72 + s * 12 + k, 7) >>> 11) * 0x1p-53;
                }
            }
            Paired paired = Paired.of(values, 1);
            held += Math.abs(paired.mean() - 6) < paired.interval() ? 1 : 0;
        }
        assertThat(held).isBetween(3740, 3860); // 3,800, and four deviations of 13.8
    }

    /** Points from tables of Student's distribution. */
    @Test
    void beyondTheTableTheExpansionGoesOn() {
        assertThat(Paired.t(0)).isNaN();
        assertThat(Paired.t(1)).isEqualTo(12.7062);
        assertThat(Paired.t(30)).isEqualTo(2.0423);
        assertThat(Paired.t(31)).isCloseTo(2.0395, within(2e-4));
        assertThat(Paired.t(60)).isCloseTo(2.0003, within(1e-4));
        assertThat(Paired.t(120)).isCloseTo(1.9799, within(1e-4));
    }

    @Test
    void drawsOfOneCandidateAreOfOneSize() {
        assertThatThrownBy(() -> new Candidate("a", List.of(new int[1], new int[2]), 1, 0, null))
                .hasMessageContaining("of one size");
        assertThatThrownBy(() -> new Candidate("a", List.of(), 1, 0, null)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Candidate("a", List.of(new int[1]), 2, 0, null))
                .hasMessageContaining("2 selectors");
    }
}
