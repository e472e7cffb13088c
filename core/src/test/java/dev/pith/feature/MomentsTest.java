package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Moments say the sum of the similarities to a set, and do not depend on how its rows are cut into parts. */
class MomentsTest {
    private static final int D = 3;

    @ParameterizedTest
    @EnumSource
    void sayTheSumOfTheSimilaritiesToTheSet(HardRows rows) {
        for (int n : HardRows.sizes()) {
            Features features = DenseFeatures.of(rows.values(n, D, n), D);
            for (Similarity similarity : rows.similarities()) {
                Moments all = moments(features, similarity, 0, n);
                for (int x = 0; x < Math.min(n, 40); x++) {
                    double sum = 0;
                    double size = 0;
                    double squaredX = features.squaredNorm(x);
                    for (int y = 0; y < n; y++) {
                        double squaredY = features.squaredNorm(y);
                        sum += similarity.of(features.dot(x, y), squaredX, squaredY);
                        double norms = Math.sqrt(squaredX) * Math.sqrt(squaredY);
                        size += similarity == Similarity.COSINE
                                ? 1
                                : similarity == Similarity.DOT ? norms : 2 * norms + squaredX + squaredY;
                    }
                    assertThat(all.similarityTo(features, similarity, x))
                            .isCloseTo(sum, within((n + D + 16) * 0x1p-52 * size));
                }
                assertThat(all.count()).isEqualTo(n);
            }
        }
    }

    /** Sums of small whole numbers are exact, so every cut has the same bits. */
    @Test
    void doNotDependOnHowRowsAreCut() {
        SplittableRandom random = new SplittableRandom(1);
        for (int n : HardRows.sizes()) {
            Features features = DenseFeatures.of(HardRows.SMALL_INTEGERS_REPEATED.values(n, D, n), D);
            for (Similarity similarity : new Similarity[] {Similarity.DOT, Similarity.SQEUCLID}) {
                Moments all = moments(features, similarity, 0, n);
                for (int trial = 0; trial < 5; trial++) {
                    Moments cut = new Moments(D);
                    for (int from = 0, to; from < n; from = to) {
                        to = from + 1 + random.nextInt(n - from);
                        cut.add(moments(features, similarity, from, to));
                    }
                    assertSame(cut, all);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDifferenceIsThatOfTheSums(HardRows rows) {
        int n = 50;
        Features features = DenseFeatures.of(rows.values(n, D, 1), D);
        for (Similarity similarity : rows.similarities()) {
            Moments all = moments(features, similarity, 0, n);
            Moments some = moments(features, similarity, 0, 20);
            Moments difference = new Moments(D);
            difference.setDifference(3, all, 0.5, some);
            for (int j = 0; j < D; j++) {
                assertThat(difference.vector()[j]).isEqualTo(3 * all.vector()[j] - 0.5 * some.vector()[j]);
            }
            assertThat(difference.squaredNorms()).isEqualTo(3 * all.squaredNorms() - 0.5 * some.squaredNorms());
            assertThat(difference.count()).isEqualTo(3 * 50 - 0.5 * 20);
        }
    }

    private static Moments moments(Features features, Similarity similarity, int from, int to) {
        Moments moments = new Moments(features.dimension());
        for (int i = from; i < to; i++) {
            moments.add(features, similarity, i);
        }
        return moments;
    }

    private static void assertSame(Moments moments, Moments expected) {
        assertThat(moments.vector()).isEqualTo(expected.vector());
        assertThat(moments.squaredNorms()).isEqualTo(expected.squaredNorms());
        assertThat(moments.count()).isEqualTo(expected.count());
    }
}
