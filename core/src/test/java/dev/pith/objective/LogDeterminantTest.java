package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogDeterminantTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void gainsAddUpToTheLogDeterminantAndNeverGrow(long seed) {
        int n = 12;
        PairwiseSimilarity similarity = seed < 3
                ? PairwiseSimilarity.of(RandomRows.of(seed, n, 6), Similarity.COSINE, RandomRows.ids(n))
                : PairwiseSimilarity.rbf(RandomRows.of(seed, n, 6), RandomRows.ids(n));
        LogDeterminant objective = new LogDeterminant(similarity, n, ENOUGH);
        double sum = 0;
        for (int pick = 0; pick < n; pick++) {
            double[] before = new double[n];
            for (int x = pick; x < n; x += 3) { // others are extended by several picks at once
                before[x] = objective.gain(x);
                assertThat(objective.bound(x)).isEqualTo(before[x]);
            }
            sum += objective.gain(pick);
            objective.pick(pick);
            for (int x = pick + 3; x < n; x += 3) {
                assertThat(objective.bound(x)).isGreaterThanOrEqualTo(objective.gain(x));
                assertThat(objective.gain(x)).isLessThanOrEqualTo(before[x]);
            }
            assertThat(sum).isCloseTo(logDeterminant(similarity, pick + 1), within(1e-9 * n * n));
        }
    }

    /** By Gaussian elimination from scratch. */
    private static double logDeterminant(PairwiseSimilarity similarity, int n) {
        double[][] kernel = new double[n][n];
        for (int x = 0; x < n; x++) {
            for (int y = 0; y < n; y++) {
                kernel[x][y] = similarity.of(x, y) + (x == y ? 0.001 : 0);
            }
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += Math.log(kernel[k][k]);
            for (int x = k + 1; x < n; x++) {
                double factor = kernel[x][k] / kernel[k][k];
                for (int y = k; y < n; y++) {
                    kernel[x][y] -= factor * kernel[k][y];
                }
            }
        }
        return sum;
    }

    @Test
    void prefersWhatIsDifferent() {
        PairwiseSimilarity similarity = PairwiseSimilarity.of(
                DenseFeatures.of(new float[] {1, 0, 1, 0, 0, 1}, 2), Similarity.COSINE, new int[] {0, 1, 2});
        LogDeterminant objective = new LogDeterminant(similarity, 3, ENOUGH);
        objective.pick(0);
        assertThat(objective.gain(2)).isGreaterThan(objective.gain(1));
    }

    @Test
    void roundingLeavesAGainFinite() {
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(DenseFeatures.of(new float[] {1e9f, 1e9f}, 1), Similarity.DOT, new int[] {0, 1});
        LogDeterminant objective = new LogDeterminant(similarity, 2, ENOUGH);
        objective.pick(0);
        assertThat(objective.gain(1)).isFinite();
    }

    /** Rounding of similarities of 1e16 is far above the ridge of 0.001; that of 1e30 all the more. */
    @ParameterizedTest
    @ValueSource(floats = {0x1p27f, 0x1p50f})
    void repeatedLongRowsLeaveGainsFinite(float norm) {
        int n = 30;
        float[] values = new float[n * 3];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 3 % 3 == 0 ? norm * (1 + i % 3) : norm * (float) random.nextDouble(-1, 1);
        }
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(DenseFeatures.of(values, 3), Similarity.DOT, RandomRows.ids(n));
        Ranking naive = new NaiveGreedy().maximize(new LogDeterminant(similarity, n, ENOUGH), n, Progress.NONE);
        Ranking lazy = new LazyGreedy().maximize(new LogDeterminant(similarity, n, ENOUGH), n, Progress.NONE);
        assertThat(naive.gains()).doesNotContain(Double.NaN);
        assertThat(naive.gains()[0]).isGreaterThan(naive.gains()[n - 1]);
        assertThat(naive.gains()[n - 1]).isGreaterThanOrEqualTo(Math.log(0.001) - 1e-12);
        assertThat(lazy.ids()).isEqualTo(naive.ids());
        assertThat(lazy.gains()).isEqualTo(naive.gains());
    }

    @Test
    void refusesWhatIsNoKernelAndWhatDoesNotFit() {
        PairwiseSimilarity distance =
                PairwiseSimilarity.of(RandomRows.of(2, 50, 2), Similarity.SQEUCLID, RandomRows.ids(50));
        assertThatThrownBy(() -> new LogDeterminant(distance, 1, ENOUGH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("log-determinant needs a kernel: cosine, dot or rbf");
        PairwiseSimilarity cosine =
                PairwiseSimilarity.of(RandomRows.of(2, 50, 2), Similarity.COSINE, RandomRows.ids(50));
        assertThatThrownBy(() -> new LogDeterminant(cosine, 10, new MemoryLimit(3000)))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "log-determinant of 10 out of 50 samples needs about 3.9 KiB of memory and may use 2.9 KiB: "
                                + "allow more with `memory` if the machine has it, or rank class by class (`stratify`), or take "
                                + "a smaller budget");
        LogDeterminant objective = new LogDeterminant(cosine, 1, ENOUGH);
        objective.pick(3);
        assertThatThrownBy(() -> objective.pick(4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the budget of 1 is used up");
    }
}
