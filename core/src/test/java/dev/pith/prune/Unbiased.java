package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Whether the weights that samples were given, 0 when not drawn, average 1 as far as chance lets one see. */
final class Unbiased {
    private final double[] excess;
    private final double[] variance;
    private int epochs;

    Unbiased(int samples) {
        excess = new double[samples];
        variance = new double[samples];
    }

    /**
     * Adds one epoch.
     *
     * @param variances variance of each sample's weight in this epoch, given all that was before
     */
    void add(EpochPlan plan, double[] variances) {
        epochs++;
        for (int id = 0; id < excess.length; id++) {
            excess[id]--;
            variance[id] += variances[id];
        }
        for (int p = 0; p < plan.size(); p++) {
            excess[plan.order()[p]] += plan.weights()[p];
        }
    }

    /** Every mean weight lies within 4.5 standard errors of 1, and together they scatter as they should. */
    void check() {
        double squares = 0;
        int varying = 0;
        for (int id = 0; id < excess.length; id++) {
            if (variance[id] == 0) {
                assertThat(excess[id]).as("sample %d", id).isZero();
                continue;
            }
            double z = excess[id] / Math.sqrt(variance[id]);
            assertThat(excess[id] / epochs)
                    .as("mean weight of sample %d, less 1", id)
                    .isCloseTo(0, within(4.5 * Math.sqrt(variance[id]) / epochs));
            squares += z * z;
            varying++;
        }
        assertThat(varying).isPositive();
        // The mean of m squared standard normal numbers is 1, with standard deviation sqrt(2 / m).
        assertThat(squares / varying).isCloseTo(1, within(4.5 * Math.sqrt(2.0 / varying)));
    }
}
