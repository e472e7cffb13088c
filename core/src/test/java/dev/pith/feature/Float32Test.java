package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No inner product in float32 lies further from the true one than is said, whatever the rows, their length and what it
 * is multiplied by.
 */
class Float32Test {
    private static final int N = 6;
    private static final int[] ALL = IntStream.range(0, N).toArray();

    @ParameterizedTest
    @EnumSource
    void boundsTheErrorOfInnerProducts(HardRows rows) {
        for (int d : HardRows.sizes()) {
            float[] values = rows.values(N, d, d);
            Features features = DenseFeatures.of(values, d);
            float[][] dots = new float[N][N];
            features.approximateDots(ALL, ALL, dots);
            float[] products = new float[N];
            double[] query = new double[d];
            SplittableRandom random = new SplittableRandom(d);
            Arrays.setAll(query, j -> random.nextGaussian());
            features.approximateDots(ALL, query, products);
            for (int x = 0; x < N; x++) {
                for (int y = 0; y < N; y++) {
                    BigDecimal exact = BigDecimal.ZERO;
                    for (int j = 0; j < d; j++) {
                        exact = exact.add(
                                new BigDecimal(values[x * d + j]).multiply(new BigDecimal(values[y * d + j])));
                    }
                    assertWithin(dots[y][x], exact, Float32.error(features, norm(features, x), norm(features, y)));
                }
                BigDecimal exact = BigDecimal.ZERO;
                for (int j = 0; j < d; j++) {
                    exact = exact.add(new BigDecimal(values[x * d + j]).multiply(new BigDecimal(query[j])));
                }
                double queryNorm = Math.sqrt(
                        Arrays.stream(query).map(value -> value * value).sum());
                assertWithin(products[x], exact, Float32.error(features, norm(features, x), queryNorm));
            }
        }
    }

    private static double norm(Features features, int i) {
        return Math.sqrt(features.squaredNorm(i));
    }

    private static void assertWithin(float about, BigDecimal exact, double error) {
        if (Float.isFinite(about)) {
            assertThat(new BigDecimal(about).subtract(exact).abs()).isLessThanOrEqualTo(new BigDecimal(error));
        } else {
            assertThat(exact.abs().doubleValue() + error).isGreaterThan(Float.MAX_VALUE);
        }
    }

    /**
     * One term: the query is rounded by nearly half a last bit of a float, and the product once more in the same
     * direction.
     */
    @Test
    void boundsTheLargestErrors() {
        Features features = DenseFeatures.of(new float[] {1 + 0x1p-23f, 1 + 0x1p-12f, 1.5f}, 1);
        float[] products = new float[3];
        double worst = 0;
        for (int step = 0; step < 1000; step++) {
            double query = 1 + step * 0x1p-23 + 0.999 * 0x1p-24;
            features.approximateDots(new int[] {0, 1, 2}, new double[] {query}, products);
            for (int x = 0; x < 3; x++) {
                double error = Float32.error(features, norm(features, x), query);
                double off = Math.abs(products[x] - norm(features, x) * query);
                assertThat(off).isLessThanOrEqualTo(error);
                worst = Math.max(worst, off / error);
            }
        }
        assertThat(worst).isGreaterThan(0.5); // so the bound could not be half as large
    }

    @Test
    void boundsWhatUnderflowTakes() {
        for (int d : HardRows.sizes()) {
            float[] values = new float[2 * d];
            Arrays.fill(values, 0, d, 0x1p-75f);
            Arrays.fill(values, d, 2 * d, 0x1.8p-76f);
            Features features = DenseFeatures.of(values, d);
            float[][] dots = new float[1][1];
            features.approximateDots(new int[] {0}, new int[] {1}, dots);
            double error = Float32.error(features, norm(features, 0), norm(features, 1));
            assertThat(Math.abs(dots[0][0] - features.dot(0, 1))).isLessThanOrEqualTo(error);
            assertThat(error).isBetween(d * 0x1p-126, 8 * d * 0x1p-126);
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheErrorOfGainsOfTrustedRows(HardRows rows) {
        int n = 60;
        for (int d : new int[] {1, 2, 3, 31, 33}) {
            Features features = DenseFeatures.of(rows.values(n, d, d), d);
            for (Similarity similarity : rows.similarities()) {
                int[] trusted = IntStream.range(0, n)
                        .filter(i -> Float32.trusts(similarity, features.squaredNorm(i)))
                        .toArray();
                double largest = Arrays.stream(trusted)
                        .mapToDouble(i -> norm(features, i))
                        .max()
                        .orElse(0);
                float[][] dots = new float[n][trusted.length];
                if (trusted.length > 0) {
                    features.approximateDots(trusted, IntStream.range(0, n).toArray(), dots);
                }
                for (int y = 0; y < n; y++) {
                    if (!Float32.trustsQuery(norm(features, y))) {
                        continue;
                    }
                    double error = Float32.gainError(features, similarity, largest, norm(features, y));
                    for (int k = 0; k < trusted.length; k++) {
                        double factor = similarity.scale() * similarity.weight(features.squaredNorm(trusted[k]));
                        assertThat(Math.abs(factor * dots[y][k] - factor * features.dot(trusted[k], y)))
                                .isLessThanOrEqualTo(error);
                    }
                }
            }
        }
    }

    /** Under cosine the shortest rows count, whose products with a short query lose digits and are scaled up. */
    @Test
    void boundsTheErrorOfGainsOfTheShortestRows() {
        Features features = DenseFeatures.of(new float[] {1, 0x1.3p-40f}, 1);
        float[] products = new float[2];
        double worst = 0;
        for (int step = 0; step < 1000; step++) {
            double query = (1 + step / 1000.0) * 0x1p-95;
            features.approximateDots(new int[] {0, 1}, new double[] {query}, products);
            double factor = 0.5 / 0x1.3p-40;
            double off = Math.abs(factor * products[1] - factor * features.dot(1, new double[] {query}));
            assertThat(off).isLessThanOrEqualTo(Float32.gainError(features, Similarity.COSINE, 1, query));
            worst = Math.max(worst, off);
        }
        assertThat(worst).isGreaterThan(Float32.gainError(features, Similarity.DOT, 1, 0x1p-94));
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheErrorOfSimilaritiesThatMayPass(HardRows rows) {
        int n = 60;
        int[] all = IntStream.range(0, n).toArray();
        for (int d : new int[] {1, 2, 3, 31, 33}) {
            Features features = DenseFeatures.of(rows.values(n, d, d), d);
            double largest =
                    Arrays.stream(all).mapToDouble(i -> norm(features, i)).max().orElse(0);
            float[][] dots = new float[n][n];
            features.approximateDots(all, all, dots);
            for (Similarity similarity : rows.similarities()) {
                double error = Float32.SLACK * Float32.pairError(features, similarity, largest);
                for (int y = 0; y < n; y++) {
                    double weight = similarity.weight(features.squaredNorm(y));
                    double heaviest = Float32.heaviest(features, similarity, weight);
                    for (int x = 0; x < n; x++) {
                        double own = similarity.weight(features.squaredNorm(x));
                        if (own <= heaviest && Float.isFinite(dots[y][x])) {
                            double factor = similarity.scale() * own * weight;
                            assertThat(Math.abs(factor * dots[y][x] - factor * features.dot(x, y)))
                                    .isLessThanOrEqualTo(error);
                        }
                    }
                }
            }
        }
    }

    @Test
    void trustsNoRowThatOverflowsOrVanishes() {
        for (Similarity similarity : Similarity.values()) {
            assertThat(Float32.trusts(similarity, 1)).isTrue();
            assertThat(Float32.trusts(similarity, 0x1p80)).isTrue();
            assertThat(Float32.trusts(similarity, Math.nextUp(0x1p80))).isFalse();
            assertThat(Float32.trusts(similarity, Double.NaN)).isFalse();
            assertThat(Float32.trusts(similarity, 0)).isEqualTo(similarity != Similarity.COSINE);
        }
        assertThat(Float32.trusts(Similarity.COSINE, 0x1p-80)).isTrue();
        assertThat(Float32.trusts(Similarity.COSINE, Math.nextDown(0x1p-80))).isFalse();
        assertThat(Float32.trustsQuery(0x1p80)).isTrue();
        assertThat(Float32.trustsQuery(Math.nextUp(0x1p80))).isFalse();
        assertThat(Float32.trustsQuery(Double.NaN)).isFalse();
    }
}
