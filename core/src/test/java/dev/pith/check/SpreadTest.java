package dev.pith.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void byHand() {
        Spread spread =
                Spread.of(new double[] {1, 9, 2, Double.NaN, 3}); // the median 2.5, the deviations 1.5 0.5 0.5 6.5
        assertThat(spread.median()).isEqualTo(2.5);
        assertThat(spread.deviation()).isCloseTo(1.4826, within(1e-12));
        assertThat(spread.score(2.5 - 1.4826)).isCloseTo(-1, within(1e-12));
        assertThat(spread.score(Double.NaN)).isZero();
    }

    @Test
    void isTheStandardDeviationOfNormalValuesWhateverAFewOthersAre() {
        RandomGenerator random = new SplittableRandom(2);
        double[] values = new double[20_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 100 == 0 ? 1e9 : 5 + 3 * random.nextGaussian();
        }
        Spread spread = Spread.of(values);
        assertThat(spread.median()).isCloseTo(5, within(0.15));
        assertThat(spread.deviation()).isCloseTo(3, within(0.15));
    }

    @Test
    void equalValuesAndNoneHaveNoScores() {
        assertThat(Spread.of(new double[] {4, 4, 4, 7}).score(7)).isZero();
        assertThat(Spread.of(new double[0]).score(1)).isZero();
    }
}
