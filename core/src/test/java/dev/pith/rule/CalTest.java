package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalTest {
    @ParameterizedTest
    @CsvSource({"2,false", "4,false", "6,false", "2,true", "4,true", "6,true"})
    void followsTheDefinition(long seed, boolean asPublished) {
        int n = 120;
        int[] ids = Made.firstClass(n);
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            double[] score = new double[n];
            for (int id : ids) {
                score[id] = byDefinition(evidence, ids, id, asPublished);
            }
            Comparator<Integer> order = Comparator.comparingDouble((Integer id) -> score[id]);
            int[] expected = Arrays.stream(ids)
                    .boxed()
                    .sorted(asPublished ? order : order.reversed())
                    .mapToInt(id -> id)
                    .toArray();
            Ranking ranking = new Cal(asPublished).rank(Made.task(evidence, ids, ids.length, threads));
            assertThat(ranking.ids()).containsExactly(expected);
            for (int k = 0; k < ids.length; k++) {
                assertThat(ranking.gains()[k]).isCloseTo(score[expected[k]], within(1e-9));
            }
        }
    }

    private static double byDefinition(Evidence evidence, int[] ids, int id, boolean asPublished) {
        Features rows = evidence.rows();
        double sum = 0;
        int[] neighbors = Arrays.stream(ids)
                .filter(other -> other != id)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer other) -> rows.squaredNorm(other) - 2 * rows.dot(id, other)))
                .limit(10)
                .mapToInt(other -> other)
                .toArray();
        double[] p = Probabilities.of(evidence, id);
        for (int other : neighbors) {
            double[] q = Probabilities.of(evidence, other);
            sum += asPublished ? (kl(q, p) + kl(p, q)) / 2 : kl(q, p);
        }
        return sum / 10;
    }

    private static double kl(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += p[k] * Math.log(p[k] / q[k]);
        }
        return sum;
    }

    @Test
    void fewSamples() {
        for (boolean asPublished : new boolean[] {true, false}) {
            assertThat(Made.rank(new Cal(asPublished), 1, 4, 1).ids()).containsExactly(0);
            assertThat(Made.rank(new Cal(asPublished), 1, 12, 2).ids())
                    .hasSize(2)
                    .doesNotHaveDuplicates();
            assertThat(Made.rank(new Cal(asPublished), 1, 12, 0).ids()).isEmpty();
        }
    }
}
