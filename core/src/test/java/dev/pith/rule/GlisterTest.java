package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlisterTest {
    private static final long SALT = 0x676c6973746572L;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void followsTheDefinition(long seed) {
        int n = 160;
        int budget = 7;
        int[] ids = Made.firstClass(n);
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            Ranking ranking = new Glister(seed).rank(Made.task(evidence, ids, budget, threads));
            int[] held = Arrays.copyOf(Priority.shuffled(ids, seed ^ SALT), 4);
            assertThat(ranking.ids()).hasSize(budget).doesNotHaveDuplicates().doesNotContain(held);
            double[][] weights = new double[Made.CLASSES][1 + evidence.rows().dimension()];
            for (int t = 0; t < budget; t++) {
                double[] query = meanGradient(evidence, held, weights);
                double best = Double.NEGATIVE_INFINITY;
                for (int id : ids) {
                    boolean taken = IntStream.concat(
                                    IntStream.of(held),
                                    Arrays.stream(ranking.ids()).limit(t))
                            .anyMatch(other -> other == id);
                    best = taken ? best : Math.max(best, evidence.factors().dot(id, query));
                }
                assertThat(evidence.factors().dot(ranking.ids()[t], query)).isCloseTo(best, within(1e-9));
                assertThat(ranking.gains()[t]).isCloseTo(best, within(1e-9));
                weights = step(evidence, Arrays.copyOf(ranking.ids(), t + 1));
            }
        }
    }

    /** Returns -0.1 times the mean gradient of the picks, class by class, the bias first. */
    private static double[][] step(Evidence evidence, int[] picks) {
        Features rows = evidence.factors();
        double[] sum = new double[rows.dimension()];
        for (int id : picks) {
            rows.add(id, -0.1 / picks.length, sum);
        }
        int width = sum.length / Made.CLASSES;
        return IntStream.range(0, Made.CLASSES)
                .mapToObj(c -> Arrays.copyOfRange(sum, c * width, (c + 1) * width))
                .toArray(double[][]::new);
    }

    private static double[] meanGradient(Evidence evidence, int[] held, double[][] weights) {
        double[] mean = new double[evidence.factors().dimension()];
        int width = weights[0].length;
        for (int id : held) {
            double[] e = new double[width - 1];
            evidence.rows().add(id, 1, e);
            double[] p = Probabilities.of(evidence, id);
            double sum = 0;
            for (int c = 0; c < p.length; c++) {
                double moved = weights[c][0];
                for (int j = 0; j < e.length; j++) {
                    moved += weights[c][j + 1] * e[j];
                }
                p[c] *= Math.exp(moved);
                sum += p[c];
            }
            for (int c = 0; c < p.length; c++) {
                double b = p[c] / sum - (c == Made.labels(evidence)[id] ? 1 : 0);
                mean[c * width] += b / held.length;
                for (int j = 0; j < e.length; j++) {
                    mean[c * width + 1 + j] += b * e[j] / held.length;
                }
            }
        }
        return mean;
    }

    @Test
    void aBudgetThatNeedsTheHeldOutSamplesGetsThem() {
        int[] ids = Made.firstClass(40);
        assertThat(Made.rank(new Glister(1), 2, 40, 9).ids()).hasSize(9).doesNotHaveDuplicates();
        assertThat(Made.rank(new Glister(1), 2, 40, 10).ids()).containsExactlyInAnyOrder(ids);
        assertThat(Made.rank(new Glister(1), 2, 4, 1).ids()).containsExactly(0);
    }

    @Test
    void refusesGradientsOfAnotherLossAndLabelsOfOtherClasses() {
        try (Threads threads = new Threads(1)) {
            Evidence made = Made.of(2, 8, threads);
            Evidence shifted = made.withLabels(new long[] {1, 1, 2, 3, 0, 1, 2, 3});
            assertThatThrownBy(() -> Probabilities.of(shifted, 0))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("the gradients of sample 0 are not of a cross-entropy");
            assertThatThrownBy(() -> Probabilities.of(made.withLabels(new long[] {7, 1, 2, 3}), 0))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("the label of sample 0 is 7, but the gradients are of 4 classes");
            assertThat(Arrays.stream(Probabilities.of(made, 5)).sum()).isCloseTo(1, within(1e-6));
        }
    }
}
