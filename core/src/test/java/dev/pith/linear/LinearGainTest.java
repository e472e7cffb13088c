package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.HardRows;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gain in double lies within a third of the slack of the true one, as far as the sums of pool and picks say it. */
class LinearGainTest {
    private static final int N = 33;

    @ParameterizedTest
    @EnumSource
    void isWithinItsRounding(HardRows rows) {
        try (Threads threads = new Threads(1)) {
            for (int d : new int[] {1, 2, 3, 31, 33, 200}) {
                float[] values = rows.values(N, d, d);
                Features features = DenseFeatures.of(values, d);
                for (Similarity similarity : rows.similarities()) {
                    for (boolean herding : new boolean[] {false, true}) {
                        check(values, features, similarity, herding, threads);
                    }
                }
            }
        }
    }

    private static void check(
            float[] values, Features features, Similarity similarity, boolean herding, Threads threads) {
        int[] all = IntStream.range(0, N).toArray();
        Moments pool = new FeaturePool(features, similarity, all, threads).moments();
        LinearGain gain = herding ? LinearGain.herding(similarity, pool) : LinearGain.graphCut(similarity, pool, 0.7);
        double largest = IntStream.of(all)
                .mapToDouble(i -> Math.sqrt(features.squaredNorm(i)))
                .max()
                .orElse(0);
        int d = features.dimension();
        for (int picks = 0; picks < 30; picks++) {
            gain.pick(features, (7 * picks) % N);
        }
        double factor = herding ? 31.0 / N : 0.7;
        double taken = herding ? 1 : 2;
        BigDecimal[] query = new BigDecimal[d];
        for (int j = 0; j < d; j++) {
            BigDecimal sum = new BigDecimal(factor).multiply(new BigDecimal(pool.vector()[j]));
            for (int picks = 0; picks < 30; picks++) {
                int pick = (7 * picks) % N;
                BigDecimal weighted = new BigDecimal(values[pick * d + j])
                        .multiply(new BigDecimal(similarity.weight(features.squaredNorm(pick))));
                sum = sum.subtract(weighted.multiply(new BigDecimal(taken)));
            }
            query[j] = sum;
        }
        double count = factor * N - taken * 30;
        BigDecimal norms = new BigDecimal(factor).multiply(new BigDecimal(pool.squaredNorms()));
        for (int picks = 0; picks < 30; picks++) {
            norms = norms.subtract(
                    new BigDecimal(taken).multiply(new BigDecimal(features.squaredNorm((7 * picks) % N))));
        }
        for (int i = 0; i < N; i++) {
            double squaredNorm = features.squaredNorm(i);
            BigDecimal dot = BigDecimal.ZERO;
            for (int j = 0; j < d; j++) {
                dot = dot.add(new BigDecimal(values[i * d + j]).multiply(query[j]));
            }
            BigDecimal exact = dot.multiply(new BigDecimal(similarity.scale() * similarity.weight(squaredNorm)))
                    .add(new BigDecimal(similarity.offset() * count));
            if (similarity.subtractsNorms()) {
                exact = exact.subtract(new BigDecimal(count).multiply(new BigDecimal(squaredNorm)))
                        .subtract(norms);
            }
            double off =
                    exact.subtract(new BigDecimal(gain.of(features, i))).abs().doubleValue();
            assertThat(off).isLessThanOrEqualTo(gain.slack(largest) / 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void aCopyGoesItsOwnWay(Similarity similarity) {
        Features features = DenseFeatures.of(HardRows.ISOTROPIC.values(N, 5, 1), 5);
        try (Threads threads = new Threads(1)) {
            int[] all = IntStream.range(0, N).toArray();
            LinearGain gain =
                    LinearGain.herding(similarity, new FeaturePool(features, similarity, all, threads).moments());
            gain.pick(features, 3);
            LinearGain copy = gain.copy();
            double before = gain.of(features, 5);
            assertThat(copy.of(features, 5)).isEqualTo(before);
            assertThat(copy.slack(1)).isEqualTo(gain.slack(1));
            copy.pick(features, 9);
            assertThat(gain.of(features, 5)).isEqualTo(before);
            gain.pick(features, 9);
            assertThat(copy.of(features, 5)).isEqualTo(gain.of(features, 5)).isNotEqualTo(before);
        }
    }
}
