package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradMatchTest {
    /** Solves a small system by elimination with pivots. */
    static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = Arrays.copyOf(matrix[i], n + 1);
            a[i][n] = right[i];
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] row = a[pivot];
            a[pivot] = a[k];
            a[k] = row;
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : a[i][k] / row[k];
                for (int j = k; j <= n; j++) {
                    a[i][j] -= factor * row[j];
                }
            }
        }
        double[] x = new double[n];
        Arrays.setAll(x, i -> a[i][n] / a[i][i]);
        return x;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void pursuesTheMeanGradientAsWritten(long seed) {
        int n = 120;
        int budget = 8;
        int[] ids = Made.firstClass(n);
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            Features rows = evidence.factors();
            double[][] g = new double[n][rows.dimension()];
            double[] target = new double[rows.dimension()];
            for (int id : ids) {
                rows.add(id, 1, g[id]);
                rows.add(id, 1.0 / ids.length, target);
            }
            Ranking ranking = new GradMatch().rank(Made.task(evidence, ids, budget, threads));
            double[] residual = target.clone();
            for (int t = 0; t < budget; t++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int id : ids) {
                    int candidate = id;
                    if (Arrays.stream(ranking.ids()).limit(t).noneMatch(picked -> picked == candidate)) {
                        best = Math.max(best, dot(g[id], residual));
                    }
                }
                assertThat(dot(g[ranking.ids()[t]], residual)).isCloseTo(best, within(1e-9));
                assertThat(ranking.gains()[t]).isCloseTo(best, within(1e-9));
                double[] x = fitted(g, Arrays.copyOf(ranking.ids(), t + 1), target);
                residual = target.clone();
                for (int k = 0; k <= t; k++) {
                    for (int j = 0; j < residual.length; j++) {
                        residual[j] -= x[k] * g[ranking.ids()[k]][j];
                    }
                }
            }
            assertThat(new GradMatch()
                            .rank(Made.task(evidence, ids, 5, threads))
                            .ids())
                    .containsExactly(Arrays.copyOf(ranking.ids(), 5));
            requireBest(g, ranking, target, ids.length);
        }
    }

    private static double[] fitted(double[][] g, int[] picks, double[] target) {
        double lambda = picks.length == 1 ? 0 : 1;
        double[][] gram = new double[picks.length][picks.length];
        double[] right = new double[picks.length];
        for (int i = 0; i < picks.length; i++) {
            right[i] = dot(g[picks[i]], target);
            for (int j = 0; j < picks.length; j++) {
                gram[i][j] = dot(g[picks[i]], g[picks[j]]) + (i == j ? lambda : 0);
            }
        }
        return solve(gram, right);
    }

    /**
     * The conditions of Karush, Kuhn and Tucker: the slope is 0 where a weight is positive and not negative
     * where it is 0.
     */
    private static void requireBest(double[][] g, Ranking ranking, double[] target, int samples) {
        double[] w =
                Arrays.stream(ranking.weights()).map(weight -> weight / samples).toArray();
        double[] off = target.clone();
        for (int k = 0; k < w.length; k++) {
            assertThat(w[k]).isGreaterThanOrEqualTo(0);
            for (int j = 0; j < off.length; j++) {
                off[j] -= w[k] * g[ranking.ids()[k]][j];
            }
        }
        for (int k = 0; k < w.length; k++) {
            double slope = w[k] - dot(g[ranking.ids()[k]], off); // lambda = 1
            if (w[k] > 0) {
                assertThat(slope).isCloseTo(0, within(1e-9));
            } else {
                assertThat(slope).isGreaterThan(-1e-9);
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void weightsThatWouldBeNegativeAreNothing(long seed) {
        Random random = new Random(seed);
        int n = 12;
        double[][] vectors = new double[n][5];
        RegularizedFit fit = new RegularizedFit(n, 0.5);
        double[] target = random.doubles(5, -1, 1).toArray();
        for (int k = 0; k < n; k++) {
            vectors[k] = random.doubles(5, -1, 1).toArray();
            double[] products = new double[k + 1];
            for (int j = 0; j <= k; j++) {
                products[j] = dot(vectors[k], vectors[j]);
            }
            fit.add(products, dot(vectors[k], target));
        }
        double[] x = fit.nonNegativeSolution();
        assertThat(Arrays.stream(fit.solution()).filter(value -> value < 0).count())
                .isPositive();
        double[] off = target.clone();
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < 5; j++) {
                off[j] -= x[k] * vectors[k][j];
            }
        }
        for (int k = 0; k < n; k++) {
            double slope = 0.5 * x[k] - dot(vectors[k], off);
            assertThat(x[k]).isGreaterThanOrEqualTo(0);
            assertThat(x[k] > 0 ? Math.abs(slope) : -slope).isLessThan(1e-9);
        }
    }

    @Test
    void onePickStandsForAllAndWithoutGradientsAllWeighAlike() {
        Ranking one = Made.rank(new GradMatch(), 2, 40, 1);
        assertThat(one.weights()).containsExactly(10);
        assertThat(Made.rank(new GradMatch(), 2, 40, 0).weights()).isEmpty();
        try (Threads threads = new Threads(1)) {
            GradientFactors none = new GradientFactors(
                    FloatMatrix.of(new float[12], 6, 2), FloatMatrix.of(new float[18], 6, 3), threads);
            Ranking ranking =
                    new GradMatch().rank(Made.task(Evidence.of(none), new int[] {0, 1, 2, 3, 4, 5}, 4, threads));
            assertThat(ranking.ids()).containsExactly(0, 1, 2, 3);
            assertThat(ranking.weights()).containsOnly(1.5);
        }
    }
}
