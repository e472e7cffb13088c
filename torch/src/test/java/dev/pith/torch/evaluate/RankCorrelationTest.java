package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    private static double of(double[] a, double... b) {
        return RankCorrelation.of(a, b);
    }

    @Test
    void looksAtTheOrderAlone() {
        double[] a = {0.1, 0.5, 0.2, 0.9};
        assertThat(of(a, 1, 30, 2, 400)).isCloseTo(1, within(1e-12));
        assertThat(of(a, 4, 2, 3, 1)).isCloseTo(-1, within(1e-12));
        assertThat(of(a, 2, 30, 1, 400)).isCloseTo(0.8, within(1e-12)); // 1 - 6 * 2 / (4 * 15)
    }

    /** Equal numbers have the mean of their ranks: 0, 1.5, 1.5, 3 beside 0, 1, 2, 3. */
    @Test
    void sharesRanks() {
        assertThat(of(new double[] {1, 2, 2, 3}, 1, 2, 3, 4)).isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
        assertThat(of(new double[] {1, 1, 1}, 1, 2, 3)).isNaN();
        assertThat(of(new double[] {1}, 2)).isNaN();
    }
}
