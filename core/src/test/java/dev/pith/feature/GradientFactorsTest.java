package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two factors are the rows {@code b (1, e)^T} that they never form. */
class GradientFactorsTest {
    private static final int CLASSES = 3;
    private static final int WIDTH = 2;
    private static final int DIMENSION = CLASSES * (WIDTH + 1);

    @ParameterizedTest
    @EnumSource
    void areTheRowsTheyStandFor(HardRows rows) {
        SplittableRandom random = new SplittableRandom(7);
        double[] query = new double[DIMENSION];
        Arrays.setAll(query, j -> random.nextGaussian());
        try (Threads threads = new Threads(2)) {
            for (int n : HardRows.sizes()) {
                float[] gradients = HardRows.ISOTROPIC.values(n, CLASSES, n);
                float[] embeddings = rows.values(n, WIDTH, n);
                double[][] formed = formed(gradients, embeddings);
                Features features = new GradientFactors(
                        FloatMatrix.of(gradients, n, CLASSES), FloatMatrix.of(embeddings, n, WIDTH), threads);
                assertThat(features.dimension()).isEqualTo(DIMENSION);
                float[] dots = new float[n];
                int[] all = IntStream.range(0, n).toArray();
                features.approximateDots(all, query, dots);
                int[] few = {0, n / 2, n - 1};
                float[][] pairs = new float[few.length][n];
                features.approximateDots(all, few, pairs);
                for (int i = 0; i < n; i++) {
                    double norm = Math.sqrt(dot(formed[i], formed[i]));
                    assertThat(Math.sqrt(features.squaredNorm(i))).isCloseTo(norm, within(0x1p-48 * norm));
                    assertThat(features.dot(i, query)).isCloseTo(dot(formed[i], query), within(0x1p-48 * norm * 10));
                    assertThat((double) dots[i])
                            .isCloseTo(
                                    dot(formed[i], query),
                                    within(Float32.error(features, norm, Math.sqrt(dot(query, query)))));
                    for (int c = 0; c < few.length; c++) {
                        double other = Math.sqrt(dot(formed[few[c]], formed[few[c]]));
                        double exact = dot(formed[i], formed[few[c]]);
                        assertThat(features.dot(i, few[c])).isCloseTo(exact, within(0x1p-48 * norm * other));
                        if (norm * other < Float.MAX_VALUE / 4) {
                            assertThat((double) pairs[c][i])
                                    .isCloseTo(exact, within(Float32.error(features, norm, other)));
                        }
                    }
                    double[] sum = query.clone();
                    features.add(i, -2, sum);
                    for (int j = 0; j < DIMENSION; j++) {
                        assertThat(sum[j]).isCloseTo(query[j] - 2 * formed[i][j], within(0x1p-50 * (norm + 4)));
                    }
                }
            }
        }
    }

    /** Class by class, the bias first. */
    private static double[][] formed(float[] gradients, float[] embeddings) {
        double[][] rows = new double[gradients.length / CLASSES][DIMENSION];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < CLASSES; k++) {
                rows[i][k * (WIDTH + 1)] = gradients[i * CLASSES + k];
                for (int j = 0; j < WIDTH; j++) {
                    rows[i][k * (WIDTH + 1) + 1 + j] = (double) gradients[i * CLASSES + k] * embeddings[i * WIDTH + j];
                }
            }
        }
        return rows;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    @Test
    void needsBothFactorsOfEveryRow() {
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> new GradientFactors(
                            FloatMatrix.wrap(new float[4], 2), FloatMatrix.wrap(new float[3], 1), threads))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("logit gradients have 2 rows, embeddings 3: both need one row per sample");
        }
    }
}
