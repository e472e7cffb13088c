package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A similarity is {@code scale w(x) w(y) <x, y> + offset}, less the squared norms for sqeuclid: the form that sums rest
 * on.
 */
class SimilarityTest {
    private static final int N = 8;

    @ParameterizedTest
    @EnumSource
    void hasTheFormThatSumsRestOn(HardRows rows) {
        for (int d : HardRows.sizes()) {
            Features features = DenseFeatures.of(rows.values(N, d, d), d);
            for (Similarity similarity : rows.similarities()) {
                for (int x = 0; x < N; x++) {
                    for (int y = 0; y < N; y++) {
                        double squaredX = features.squaredNorm(x);
                        double squaredY = features.squaredNorm(y);
                        double product = similarity.scale()
                                * similarity.weight(squaredX)
                                * similarity.weight(squaredY)
                                * features.dot(x, y);
                        double norms = similarity.subtractsNorms() ? squaredX + squaredY : 0;
                        double size = Math.abs(product) + similarity.offset() + norms;
                        double value = similarity.of(features.dot(x, y), squaredX, squaredY);
                        assertThat(value).isCloseTo(product + similarity.offset() - norms, within(8 * 0x1p-53 * size));
                        assertThat(similarity.of(features.dot(y, x), squaredY, squaredX))
                                .isEqualTo(value);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isWhatItsNameSays(HardRows rows) {
        for (int d : HardRows.sizes()) {
            float[] values = rows.values(N, d, d);
            Features features = DenseFeatures.of(values, d);
            double rounding = (d + 16) * 0x1p-52;
            for (int x = 0; x < N; x++) {
                for (int y = 0; y < N; y++) {
                    double dot = 0;
                    double distance = 0;
                    for (int j = 0; j < d; j++) {
                        double difference = (double) values[x * d + j] - values[y * d + j];
                        dot += (double) values[x * d + j] * values[y * d + j];
                        distance += difference * difference;
                    }
                    double squaredX = features.squaredNorm(x);
                    double squaredY = features.squaredNorm(y);
                    double norms = Math.sqrt(squaredX) * Math.sqrt(squaredY);
                    assertThat(Similarity.DOT.of(features.dot(x, y), squaredX, squaredY))
                            .isCloseTo(dot, within(rounding * norms));
                    assertThat(Similarity.SQEUCLID.of(features.dot(x, y), squaredX, squaredY))
                            .isCloseTo(-distance, within(2 * rounding * (squaredX + squaredY)));
                    if (norms > 0) {
                        double cosine = Similarity.COSINE.of(features.dot(x, y), squaredX, squaredY);
                        assertThat(cosine).isCloseTo(0.5 + 0.5 * dot / norms, within(rounding));
                        assertThat(cosine).isBetween(-rounding, 1 + rounding);
                        assertThat(x != y || cosine == 1).isTrue();
                    }
                }
            }
        }
    }
}
