package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Approximate inner products lie within what is stated, for rows of any length whose products fit a float. */
class ApproximateDotsTest {
    private static final int N = 60;
    private static final int[] ALL = IntStream.range(0, N).toArray();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ofRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int d = (int) (1 + 40 * (seed - 1));
        float[] values = rows(random, d, -40, 17);
        try (Threads threads = new Threads(2);
                Features features = new DenseFeatures(FloatMatrix.of(values, N, d), threads)) {
            assertWithinError(features, random);
        }
    }

    /** Of a gradient of 1e-30 and an embedding of 1e17 none of the factors is in the range of the product. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ofGradients(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int classes = (int) (1 + 3 * seed);
        int width = (int) (1 + 20 * (seed - 1));
        try (Threads threads = new Threads(2);
                Features features = new GradientFactors(
                        FloatMatrix.of(rows(random, classes, -40, 1), N, classes),
                        FloatMatrix.of(rows(random, width, -3, seed == 1 ? 25 : 4), N, width),
                        threads)) {
            assertWithinError(features, random);
        }
    }

    private static float[] rows(SplittableRandom random, int d, int leastPower, int mostPower) {
        float[] values = new float[N * d];
        for (int i = 0; i < N; i++) {
            double scale = Math.pow(10, random.nextInt(leastPower, mostPower));
            for (int j = 0; j < d; j++) {
                values[i * d + j] = (float) (scale * (0.3 + random.nextGaussian()));
            }
        }
        return values;
    }

    private static void assertWithinError(Features features, SplittableRandom random) {
        assertWithinItsError(features, random);
        int[] order = IntStream.range(0, N).map(k -> 7 * k % N).toArray();
        try (Features near = features.sideBySide(order)) {
            assertWithinItsError(near, random);
            for (int k = 0; k < N; k++) {
                assertThat(near.dot(k, 0)).isEqualTo(features.dot(order[k], order[0]));
                assertThat(near.squaredNorm(k)).isEqualTo(features.squaredNorm(order[k]));
            }
        }
    }

    private static void assertWithinItsError(Features features, SplittableRandom random) {
        float[][] dots = new float[N][N];
        features.approximateDots(ALL, ALL, dots);
        for (int y = 0; y < N; y++) {
            for (int x = 0; x < N; x++) {
                assertClose(features, dots[y][x], features.dot(x, y), norm(features, x), norm(features, y));
            }
        }
        float[] products = new float[N];
        for (int power = -40; power < 10; power += 5) {
            double[] query = new double[features.dimension()];
            double squared = 0;
            for (int j = 0; j < query.length; j++) {
                query[j] = Math.pow(10, power) * random.nextGaussian();
                squared += query[j] * query[j];
            }
            features.approximateDots(ALL, query, products);
            for (int x = 0; x < N; x++) {
                assertClose(features, products[x], features.dot(x, query), norm(features, x), Math.sqrt(squared));
            }
        }
    }

    private static double norm(Features features, int i) {
        return Math.sqrt(features.squaredNorm(i));
    }

    private static void assertClose(Features features, float about, double exact, double normX, double normY) {
        if (normX * normY < 1e38) {
            assertThat(Math.abs(about - exact))
                    .as("%s for %s, of norms %s and %s", about, exact, normX, normY)
                    .isLessThanOrEqualTo(Float32.error(features, normX, normY));
        }
    }
}
