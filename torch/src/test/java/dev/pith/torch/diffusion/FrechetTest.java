package dev.pith.torch.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrechetTest {
    /** Float32 embeddings, summed in double. */
    private static final double ROUNDED = 1e-5;

    private static float[] random(int n, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[n * dimension];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    @Test
    void aSetIsNoDistanceFromItself() {
        float[] rows = random(50, 8, 1);
        assertThat(Frechet.distance(rows, rows, 8)).isCloseTo(0, within(ROUNDED));
    }

    @Test
    void aShiftIsItsSquaredLength() {
        float[] rows = random(50, 4, 2);
        float[] shifted = rows.clone();
        for (int i = 0; i < rows.length; i += 4) {
            shifted[i] += 3;
            shifted[i + 1] -= 4;
        }
        assertThat(Frechet.distance(rows, shifted, 4)).isCloseTo(25, within(1e-4));
    }

    @Test
    void scalesDifferByTheSquaresOfTheirDeviations() {
        float[] rows = random(60, 1, 3);
        float[] wider = rows.clone();
        double mean = 0;
        for (float row : rows) {
            mean += row / rows.length;
        }
        double variance = 0;
        for (int i = 0; i < rows.length; i++) {
            variance += (rows[i] - mean) * (rows[i] - mean) / (rows.length - 1);
            wider[i] = (float) (mean + 3 * (rows[i] - mean));
        }
        assertThat(Frechet.distance(rows, wider, 1)).isCloseTo(4 * variance, within(1e-4)); // (3 s - s)^2
    }

    /** C = diag(4, 0) and C' = diag(0, 9) have nothing in common: the distance is the sum of their traces. */
    @Test
    void setsOfFewerDimensionsThanTheySayAreComparedToo() {
        float[] a = {-2, 0, 2, 0, 0, 0}; // variance 4 along the first
        float[] b = {0, -3, 0, 3, 0, 0}; // variance 9 along the second
        assertThat(Frechet.distance(a, b, 2)).isCloseTo(13, within(ROUNDED));
        assertThat(Frechet.distance(b, a, 2)).isCloseTo(13, within(ROUNDED));
    }

    @Test
    void oneRowIsNoDistribution() {
        assertThatThrownBy(() -> Frechet.distance(new float[3], new float[9], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there must be two rows of 3 numbers at least, got 3 numbers");
    }
}
