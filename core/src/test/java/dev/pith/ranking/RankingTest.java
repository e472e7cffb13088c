package dev.pith.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.objective.RandomRows;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
    private static Ranking kCenter(Features features, Similarity similarity, int[] ids, int budget, int threadCount) {
        try (Threads threads = new Threads(threadCount)) {
            return KCenter.rank(features, similarity, ids, budget, threads, Progress.NONE);
        }
    }

    @Test
    void kCenterByHand() {
        // The mean of 0, 1, 4, 10 is 3.75: 4 begins; 10 is 6 away, then 0 by 4, then 1 by 1.
        Features line = DenseFeatures.of(new float[] {0, 1, 4, 10}, 1);
        Ranking ranking = kCenter(line, Similarity.SQEUCLID, RandomRows.ids(4), 4, 1);
        assertThat(ranking.ids()).containsExactly(2, 3, 0, 1);
        assertThat(ranking.gains()).containsExactly(6, 6, 4, 1);
    }

    @Test
    void kCenterByAngle() {
        Features corners = DenseFeatures.of(new float[] {1, 0, 0, 9, 3, 3}, 2);
        Ranking ranking = kCenter(corners, Similarity.COSINE, RandomRows.ids(3), 3, 1);
        assertThat(ranking.ids()).containsExactly(2, 0, 1);
        double halfRightAngle = Math.sqrt(2 - Math.sqrt(2));
        for (double gain : ranking.gains()) {
            assertThat(gain).isCloseTo(halfRightAngle, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void kCenterFollowsTheDefinitionOnAnyNumberOfThreads(long seed) {
        int n = 120;
        Features features = RandomRows.of(seed, n, 6);
        for (Similarity similarity : new Similarity[] {Similarity.SQEUCLID, Similarity.COSINE}) {
            int[] expected = kCenterByDefinition(features, similarity, n, 60);
            Ranking one = kCenter(features, similarity, RandomRows.ids(n), 60, 1);
            assertThat(one.ids()).isEqualTo(expected);
            for (int t = 1; t < 60; t++) {
                assertThat(one.gains()[t]).isLessThanOrEqualTo(one.gains()[t - 1]);
            }
            assertThat(kCenter(features, similarity, RandomRows.ids(n), 60, 2))
                    .usingRecursiveComparison()
                    .isEqualTo(one);
        }
    }

    private static int[] kCenterByDefinition(Features features, Similarity similarity, int n, int budget) {
        Moments pool = new Moments(features.dimension());
        for (int i = 0; i < n; i++) {
            pool.add(features, similarity, i);
        }
        int[] ids = new int[budget];
        double[] nearest = new double[n];
        for (int i = 0; i < n; i++) {
            nearest[i] = Double.NEGATIVE_INFINITY;
            if (pool.similarityTo(features, similarity, i) > pool.similarityTo(features, similarity, ids[0])) {
                ids[0] = i;
            }
        }
        for (int t = 1; t < budget; t++) {
            nearest[ids[t - 1]] = Double.POSITIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                double value = similarity.of(
                        features.dot(i, ids[t - 1]), features.squaredNorm(i), features.squaredNorm(ids[t - 1]));
                nearest[i] = Math.max(nearest[i], value);
                if (nearest[i] < nearest[ids[t]]) {
                    ids[t] = i;
                }
            }
        }
        return ids;
    }

    @Test
    void kCenterOfFewSamples() {
        Features features = RandomRows.of(2, 3, 4);
        assertThat(kCenter(features, Similarity.COSINE, new int[] {2}, 1, 1).ids())
                .containsExactly(2);
        assertThat(kCenter(features, Similarity.COSINE, new int[] {2}, 1, 1).gains())
                .containsExactly(0);
        assertThat(kCenter(features, Similarity.COSINE, new int[] {0, 2}, 0, 1).ids())
                .isEmpty();
        Features twins = DenseFeatures.of(new float[] {1, 1, 1}, 1);
        Ranking ranking = kCenter(twins, Similarity.SQEUCLID, RandomRows.ids(3), 3, 1);
        assertThat(ranking.ids()).containsExactly(0, 1, 2);
        assertThat(ranking.gains()).containsExactly(0, 0, 0);
    }

    @Test
    void kCenterRefuses() {
        Features features = RandomRows.of(2, 3, 4);
        assertThatThrownBy(() -> kCenter(features, Similarity.DOT, RandomRows.ids(3), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k-center needs a distance: cosine or sqeuclid, got dot");
        assertThatThrownBy(() -> kCenter(features, Similarity.COSINE, RandomRows.ids(3), 4, 1))
                .hasMessage("budget must be in [0, 3], got 4");
    }

    @Test
    void randomIsSeededAndNested() {
        int[] ids = RandomRows.ids(100);
        Ranking all = RandomRanking.rank(ids, 100, 1);
        assertThat(all.ids()).containsExactlyInAnyOrder(ids).isNotEqualTo(ids);
        assertThat(all.ids()).startsWith(RandomRanking.rank(ids, 30, 1).ids());
        assertThat(RandomRanking.rank(ids, 100, 2).ids()).isNotEqualTo(all.ids());
        assertThat(all.gains()).containsOnly(0.0);
        assertThatThrownBy(() -> RandomRanking.rank(ids, 101, 1)).hasMessage("budget must be in [0, 100], got 101");
    }

    @Test
    void everyIdHasAGain() {
        assertThatThrownBy(() -> new Ranking(new int[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 ids, but 1 gains");
    }
}
