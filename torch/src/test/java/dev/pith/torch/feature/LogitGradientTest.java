package dev.pith.torch.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogitGradientTest {
    private static final double STEP = 1e-4;

    /** The derivative is what the loss does when a logit moves a little. */
    @ParameterizedTest
    @EnumSource
    void agreesWithDifferencesOfTheLoss(LogitGradient loss) {
        SplittableRandom random = new SplittableRandom(8);
        double[] logits = random.doubles(7, -3, 3).toArray();
        float[] padded = new float[9];
        for (int k = 0; k < 7; k++) {
            padded[2 + k] = (float) logits[k];
            logits[k] = padded[2 + k];
        }
        double[] gradient = new double[7];
        loss.fill(padded, 2, 4, gradient);

        for (int k = 0; k < 7; k++) {
            double[] up = logits.clone();
            double[] down = logits.clone();
            up[k] += STEP;
            down[k] -= STEP;
            double expected = (loss(loss, up, 4) - loss(loss, down, 4)) / (2 * STEP);
            assertThat(gradient[k]).as("logit %d", k).isCloseTo(expected, within(1e-7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFiniteForExtremeLogits(LogitGradient loss) {
        double[] gradient = new double[2];
        loss.fill(new float[] {1e30f, -1e30f}, 0, 1, gradient);

        assertThat(gradient).doesNotContain(Double.NaN);
        if (loss == LogitGradient.CROSS_ENTROPY) {
            assertThat(gradient).containsExactly(1, -1);
        }
    }

    /** A sample that is known well still has a gradient, of which a cosine can be taken. */
    @ParameterizedTest
    @EnumSource
    void keepsWhatIsLeftOfACertainty(LogitGradient loss) {
        double[] gradient = new double[3];
        loss.fill(new float[] {50, 0, 1}, 0, 0, gradient);

        assertThat(gradient[1]).isPositive();
        assertThat(gradient[0]).isNegative().isEqualTo(-(gradient[1] + gradient[2]));
    }

    private static double loss(LogitGradient loss, double[] logits, int label) {
        double[] z = loss == LogitGradient.SOFTMAX_TWICE ? softmax(logits) : logits;
        return -Math.log(softmax(z)[label]);
    }

    private static double[] softmax(double[] z) {
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value);
        }
        double[] p = new double[z.length];
        for (int k = 0; k < z.length; k++) {
            p[k] = Math.exp(z[k]) / sum;
        }
        return p;
    }
}
