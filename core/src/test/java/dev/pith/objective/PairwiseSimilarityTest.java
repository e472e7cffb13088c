package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.feature.Similarity;
import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseSimilarityTest {
    private static List<PairwiseSimilarity> all(Features features, int[] ids) {
        return List.of(
                PairwiseSimilarity.of(features, Similarity.COSINE, ids),
                PairwiseSimilarity.of(features, Similarity.DOT, ids),
                PairwiseSimilarity.of(features, Similarity.SQEUCLID, ids),
                PairwiseSimilarity.rbf(features, ids),
                PairwiseSimilarity.unitRbf(features, ids),
                PairwiseSimilarity.closeness(features, ids));
    }

    private static void assertWithinError(Features features, int[] ids) {
        for (PairwiseSimilarity similarity : all(features, ids)) {
            float[][] out = new float[ids.length][ids.length];
            similarity.approximate(similarity.all(), similarity.all(), out);
            float[] column = new float[ids.length];
            similarity.approximate(0, column);
            for (int x = 0; x < ids.length; x++) {
                assertThat(Math.abs(column[x] - similarity.of(x, 0))).isLessThanOrEqualTo(similarity.error());
                for (int y = 0; y < ids.length; y++) {
                    assertThat(Math.abs(out[y][x] - similarity.of(x, y)))
                            .isLessThanOrEqualTo(similarity.error())
                            .isNotNaN();
                    assertThat(similarity.of(x, y)).isEqualTo(similarity.of(y, x));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void approximateOnesAreWithinTheStatedError(long seed) {
        int n = (int) (20 + 7 * seed);
        assertWithinError(
                RandomRows.of(seed, n, (int) (1 + 33 * seed)),
                RandomRows.ids(n / 2)); // rows beyond the pool do not count
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-21f, 1e-10f, 1e10f, 1e20f})
    void alsoForRowsBeyondTheRangeOfFloatProducts(float size) {
        float[] values = {1, 2, 3, -1, 1, 0, 0, 0, 2};
        for (int i = 0; i < values.length; i++) {
            values[i] *= size;
        }
        assertWithinError(DenseFeatures.of(values, 3), RandomRows.ids(3));
        PairwiseSimilarity cosine =
                PairwiseSimilarity.of(DenseFeatures.of(values, 3), Similarity.COSINE, RandomRows.ids(3));
        assertThat(cosine.error())
                .as("rows of any size leave cosine a useful bound")
                .isLessThan(1e-5);
    }

    @Test
    void alsoForGradientFactorsOfConfidentSamples() {
        int n = 24;
        Random random = new Random(3);
        float[] gradients = new float[n * 4];
        float[] embeddings = new float[n * 9];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 4; k++) {
                gradients[4 * i + k] = (float) (random.nextGaussian() * Math.pow(10, -i));
            }
            for (int j = 0; j < 9; j++) {
                embeddings[9 * i + j] = Math.max(0, 30 * (float) random.nextGaussian());
            }
        }
        try (Threads threads = new Threads(2);
                Features features = new GradientFactors(
                        FloatMatrix.of(gradients, n, 4), FloatMatrix.of(embeddings, n, 9), threads)) {
            assertWithinError(features, RandomRows.ids(n));
        }
    }

    @Test
    void valuesByHand() {
        Features features = DenseFeatures.of(new float[] {3, 0, 0, 4, -6, 0}, 2);
        int[] ids = {0, 1, 2};
        assertThat(PairwiseSimilarity.of(features, Similarity.COSINE, ids).of(0, 1))
                .isEqualTo(0.5);
        assertThat(PairwiseSimilarity.of(features, Similarity.COSINE, ids).of(0, 2))
                .isEqualTo(0);
        assertThat(PairwiseSimilarity.of(features, Similarity.DOT, ids).of(0, 2))
                .isEqualTo(-18);
        PairwiseSimilarity unit = PairwiseSimilarity.unitRbf(features, ids);
        assertThat(unit.of(0, 0)).isEqualTo(1);
        assertThat(unit.of(0, 1)).isEqualTo(StrictMath.exp(-2));
        assertThat(unit.of(0, 2)).isEqualTo(StrictMath.exp(-4));
        PairwiseSimilarity closeness = PairwiseSimilarity.closeness(features, ids);
        assertThat(closeness.scale()).isGreaterThan(12).isLessThan(12.1);
        assertThat(closeness.of(0, 0)).isEqualTo(closeness.scale());
        assertThat(closeness.of(0, 1)).isEqualTo(closeness.scale() - 5);
        assertThat(closeness.of(0, 2)).isEqualTo(closeness.scale() - 9);
        assertThat(closeness.isKernel()).isFalse();
        assertThat(PairwiseSimilarity.of(features, Similarity.SQEUCLID, ids).of(0, 1))
                .isEqualTo(-25);
        PairwiseSimilarity rbf = PairwiseSimilarity.rbf(features, ids);
        assertThat(rbf.scale()).as("of 25, 52, 81").isEqualTo(52);
        assertThat(rbf.of(0, 2)).isEqualTo(StrictMath.exp(-81.0 / 52));
        assertThat(rbf.of(1, 1)).isEqualTo(1);
    }

    @Test
    void theMedianLeavesRepeatedRowsOut() {
        Features features = DenseFeatures.of(new float[] {0, 0, 0, 0, 2}, 1);
        assertThat(PairwiseSimilarity.rbf(features, RandomRows.ids(5)).scale()).isEqualTo(4);
        assertThat(PairwiseSimilarity.rbf(features, RandomRows.ids(4)).scale()).isEqualTo(1);
        assertThat(PairwiseSimilarity.rbf(features, RandomRows.ids(1)).of(0, 0)).isEqualTo(1);
    }

    @Test
    void theMedianOfALargePoolIsSampled() {
        int n = 600;
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        PairwiseSimilarity rbf = PairwiseSimilarity.rbf(DenseFeatures.of(values, 1), RandomRows.ids(n));
        double share = 1 - Math.sqrt(0.5); // half of all pairs of [0, 1] are closer than this
        assertThat(Math.sqrt(rbf.scale())).isCloseTo(share * n, within(4.0));
    }

    @Test
    void rowsWithoutADirectionOrNotFiniteAreNamed() {
        Features features = DenseFeatures.of(new float[] {1, 0, Float.NaN}, 1);
        assertThatThrownBy(() -> PairwiseSimilarity.of(features, Similarity.COSINE, new int[] {0, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the row of id 1 is all zero and has no direction: leave it out");
        assertThatThrownBy(() -> PairwiseSimilarity.rbf(features, new int[] {0, 1, 2}))
                .hasMessage("the row of id 2 is not finite: leave it out");
        assertThat(PairwiseSimilarity.rbf(features, new int[] {0, 1}).scale()).isEqualTo(1);
    }

    @Test
    void theIdsMustAscend() {
        Features features = DenseFeatures.of(new float[] {1, 2, 3}, 1);
        assertThatThrownBy(() -> PairwiseSimilarity.rbf(features, new int[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ids must ascend within [0, 3), got 1 at 1");
        assertThatThrownBy(() -> PairwiseSimilarity.of(features, Similarity.DOT, new int[] {3}))
                .hasMessage("ids must ascend within [0, 3), got 3 at 0");
    }
}
