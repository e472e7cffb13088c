package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DifficultyTest {
    @Test
    void el2nByHand() {
        float[] probabilities = {0.5f, 0.25f, 0.25f, 0, 1, 0, 0, 1, 0};
        float[] scores = Difficulty.el2n(probabilities, 3, new int[] {0, 1, 2});
        assertThat(scores[0]).isCloseTo((float) Math.sqrt(0.375), within(1e-7f));
        assertThat(scores[1]).isZero();
        assertThat(scores[2]).isCloseTo((float) Math.sqrt(2), within(1e-7f));
    }

    @Test
    void grandIsTheNormOfTheGradientWrittenOut() {
        double[] b = {0.2, -0.7, 0.5};
        double[] e = {1.5, 0.3};
        double squares = 0;
        double bb = 0;
        for (double value : b) {
            squares += value * value;
            bb += value * value;
            for (double embedding : e) {
                squares += value * embedding * value * embedding;
            }
        }
        assertThat(Difficulty.grand(Math.sqrt(bb), Math.hypot(e[0], e[1])))
                .isCloseTo(Math.sqrt(squares), within(1e-12));
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> Difficulty.el2n(new float[5], 3, new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 labels of 3 classes, but 5 probabilities");
        assertThatThrownBy(() -> Difficulty.el2n(new float[6], 3, new int[] {0, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label must be in [0, 3), got 3 for sample 1");
    }
}
