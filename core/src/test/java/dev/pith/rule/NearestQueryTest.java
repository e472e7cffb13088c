package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestQueryTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void queriesTakeTurns(long seed) {
        int n = 90;
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, n, threads);
            int[] ids = Made.firstClass(n);
            double[][] queries = evidence.lookedFor();
            List<Integer> remaining = new ArrayList<>();
            for (int id : ids) {
                remaining.add(id);
            }
            Ranking ranking = new NearestQuery().rank(Made.task(evidence, ids, ids.length, threads));
            for (int pick = 0; pick < ids.length; pick++) {
                double[] query = queries[pick % queries.length];
                int best = remaining.get(0);
                for (int id : remaining) {
                    best = cosine(evidence, id, query) > cosine(evidence, best, query) ? id : best;
                }
                assertThat(ranking.ids()[pick]).isEqualTo(best);
                assertThat(ranking.gains()[pick]).isBetween(0.0, 1.0);
                remaining.remove((Integer) best);
            }
        }
    }

    /** Rounded, so that what is equal but for rounding is a tie. */
    private static double cosine(Evidence evidence, int id, double[] query) {
        double squares = 0;
        for (double value : query) {
            squares += value * value;
        }
        double cosine =
                evidence.rows().dot(id, query) / Math.sqrt(evidence.rows().squaredNorm(id) * squares);
        return Math.rint(cosine * 0x1p40) / 0x1p40;
    }

    @Test
    void whatIsNoQueryIsRefused() {
        Evidence rows = Evidence.of(DenseFeatures.of(new float[] {1, 2, 3, 4}, 2));
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> rank(rows, threads))
                    .hasMessage("there are no queries: give a file of them with `query`");
            assertThatThrownBy(() -> rank(rows.withQueries(new double[0][]), threads))
                    .hasMessage("`query` must hold at least one query, got none");
            assertThatThrownBy(() -> rank(rows.withQueries(new double[][] {{1, 2}, {1}}), threads))
                    .hasMessage("queries must have the 2 numbers of the features; number 1 has 1");
            assertThatThrownBy(() -> rank(rows.withQueries(new double[][] {{0, 0}}), threads))
                    .hasMessage("query 0 has no direction: leave it out");
            assertThatThrownBy(() -> rank(rows.withQueries(new double[][] {{Double.NaN, 1}}), threads))
                    .hasMessage("query 0 has no direction: leave it out");
        }
    }

    private static Ranking rank(Evidence evidence, Threads threads) {
        return new NearestQuery().rank(Made.task(evidence, new int[] {0, 1}, 1, threads));
    }
}
