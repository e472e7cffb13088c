package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.HardRows;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast loop against the naive one: the same ids and, bit for bit, the same gains. */
class LinearGreedyTest {
    record Shape(HardRows rows, int n, int d, Similarity similarity, double lambda, int budget) {}

    static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        int[][] sizes = {{1, 3}, {2, 1}, {65, 7}, {700, 19}};
        for (HardRows rows : HardRows.values()) {
            for (Similarity similarity : rows.similarities()) {
                for (int[] size : sizes) {
                    shapes.add(new Shape(rows, size[0], size[1], similarity, 1, Math.max(1, size[0] / 4)));
                }
                shapes.add(new Shape(rows, 300, 5, similarity, 0.25, 300));
            }
        }
        return shapes;
    }

    private static Features features(HardRows rows, int n, int d) {
        return DenseFeatures.of(rows.values(n, d, n * 31L + d), d);
    }

    /** Runs the loop as a pool of this size would never be run: with few candidates and the bound on the rest. */
    private static Ranking pickWithFewCandidates(Pool pool, Threads threads, LinearGain gain, int budget) {
        Pool stingy = new Pool() {
            private int asked;

            @Override
            public int size() {
                return pool.size();
            }

            @Override
            public dev.pith.feature.Moments moments() {
                return pool.moments();
            }

            @Override
            public Candidates best(LinearGain now, int most) {
                return pool.best(now, most >= pool.size() && asked++ % 8 == 7 ? most : Math.max(1, most / 16));
            }

            @Override
            public void forget(int[] ids) {
                pool.forget(ids);
            }
        };
        return new LinearGreedy(stingy, 0, threads).pick(gain, budget, Progress.NONE);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void picksWhatTheNaiveLoopPicks(Shape shape) {
        Features features = features(shape.rows, shape.n, shape.d);
        int[] ids = IntStream.range(0, shape.n)
                .filter(i -> shape.n < 10 || i % 7 != 3)
                .toArray();
        int budget = Math.min(shape.budget, ids.length);
        for (int threadCount : new int[] {1, 2}) {
            try (Threads threads = new Threads(threadCount)) {
                FeaturePool pool = new FeaturePool(features, shape.similarity, ids, threads);
                FeaturePool other = new FeaturePool(features, shape.similarity, ids, threads);
                Ranking naive = NaiveLinearGreedy.pick(
                        features, ids, LinearGain.graphCut(shape.similarity, pool.moments(), shape.lambda), budget);
                Ranking fast = new LinearGreedy(pool, 0, threads)
                        .pick(
                                LinearGain.graphCut(shape.similarity, pool.moments(), shape.lambda),
                                budget,
                                Progress.NONE);
                Ranking bounded = pickWithFewCandidates(
                        other, threads, LinearGain.graphCut(shape.similarity, other.moments(), shape.lambda), budget);
                assertThat(fast.ids()).isEqualTo(naive.ids());
                assertThat(fast.gains()).isEqualTo(naive.gains());
                assertThat(bounded.ids()).isEqualTo(naive.ids());
                assertThat(bounded.gains()).isEqualTo(naive.gains());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void looksAheadToTheSamePicks(Shape shape) {
        Features features = features(shape.rows, shape.n, shape.d);
        int[] ids = IntStream.range(0, shape.n).toArray();
        try (Threads threads = new Threads(2)) {
            FeaturePool pool = new FeaturePool(features, shape.similarity, ids, threads);
            for (boolean herding : new boolean[] {false, true}) {
                Ranking naive = NaiveLinearGreedy.pick(features, ids, gain(herding, shape, pool), shape.budget);
                LinearGain gain = gain(herding, shape, pool);
                int[] positions = new int[shape.budget];
                double[] gains = new double[shape.budget];
                // So few rows need no front that others have fronts within fronts.
                Lookahead.Pace pace = new Lookahead.Pace(shape.n, 10);
                long copyBytes = herding ? Long.MAX_VALUE : 100L * shape.d * Float.BYTES;
                try (Lookahead lookahead = new Lookahead(gain, pool.best(gain, ids.length), pace, copyBytes, threads)) {
                    for (int picked = 0; picked < shape.budget; ) {
                        picked += lookahead.pick(positions, gains, picked, Math.min(64, shape.budget - picked));
                    }
                }
                assertThat(positions).isEqualTo(naive.ids());
                assertThat(gains).isEqualTo(naive.gains());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void picksTheSameFromShares(Shape shape) {
        float[] values = shape.rows.values(shape.n, shape.d, shape.n * 31L + shape.d);
        Features features = DenseFeatures.of(values, shape.d);
        int[] ids = IntStream.range(0, shape.n).toArray();
        try (Threads threads = new Threads(2)) {
            FeaturePool local = new FeaturePool(features, shape.similarity, ids, threads);
            for (boolean herding : new boolean[] {false, true}) {
                Ranking naive = NaiveLinearGreedy.pick(features, ids, gain(herding, shape, local), shape.budget);
                for (int mostAtOnce : new int[] {40, 8192}) {
                    // Picks do not depend on how many are asked for; with few candidates at once they take many rounds.
                    int budget = Math.min(shape.budget, mostAtOnce == 40 ? 60 : shape.budget);
                    Shares shares = new Shares(values, shape.d, ids, 7);
                    SharedPool pool = new SharedPool(shares, shape.similarity, threads, mostAtOnce);
                    Ranking picks =
                            new LinearGreedy(pool, 0, threads).pick(gain(herding, shape, local), budget, Progress.NONE);
                    assertThat(picks.ids()).isEqualTo(Arrays.copyOf(naive.ids(), budget));
                    assertThat(picks.gains()).isEqualTo(Arrays.copyOf(naive.gains(), budget));
                }
            }
        }
    }

    private static LinearGain gain(boolean herding, Shape shape, Pool pool) {
        return herding
                ? LinearGain.herding(shape.similarity, pool.moments())
                : LinearGain.graphCut(shape.similarity, pool.moments(), shape.lambda);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void herdsAsTheNaiveLoopDoes(Shape shape) {
        Features features = features(shape.rows, shape.n, shape.d);
        int[] ids = IntStream.range(0, shape.n).toArray();
        try (Threads threads = new Threads(2)) {
            FeaturePool pool = new FeaturePool(features, shape.similarity, ids, threads);
            FeaturePool other = new FeaturePool(features, shape.similarity, ids, threads);
            Ranking naive = NaiveLinearGreedy.pick(
                    features, ids, LinearGain.herding(shape.similarity, pool.moments()), shape.budget);
            Ranking fast = new LinearGreedy(pool, 0, threads)
                    .pick(LinearGain.herding(shape.similarity, pool.moments()), shape.budget, Progress.NONE);
            Ranking bounded = pickWithFewCandidates(
                    other, threads, LinearGain.herding(shape.similarity, other.moments()), shape.budget);
            assertThat(fast.ids()).isEqualTo(naive.ids());
            assertThat(bounded.ids()).isEqualTo(naive.ids());
            assertThat(bounded.gains()).isEqualTo(naive.gains());
        }
    }

    @Test
    void poolsLargerThanAFewThousandUseTheBound() {
        int n = 9000;
        for (HardRows rows : new HardRows[] {HardRows.LIKE_EMBEDDINGS, HardRows.ISOTROPIC}) {
            Features features = features(rows, n, 24);
            int[] ids = IntStream.range(0, n).toArray();
            try (Threads threads = new Threads(2)) {
                FeaturePool pool = new FeaturePool(features, Similarity.DOT, ids, threads);
                Ranking naive = NaiveLinearGreedy.pick(
                        features, ids, LinearGain.graphCut(Similarity.DOT, pool.moments(), 1), 500);
                Ranking fast = new LinearGreedy(pool, 0, threads)
                        .pick(LinearGain.graphCut(Similarity.DOT, pool.moments(), 1), 500, Progress.NONE);
                assertThat(fast.ids()).isEqualTo(naive.ids());
                assertThat(pool.size()).isEqualTo(n - 500);
            }
        }
    }

    /** A pool that no bound helps with is taken whole: its similarities are kept, or it is looked ahead in. */
    @ParameterizedTest
    @ValueSource(longs = {0, 400L << 20})
    void poolsLargerThanALargeRoundArePickedFromWithAndWithoutRoom(long spareBytes) {
        int n = 14_000;
        Features features = features(HardRows.ISOTROPIC, n, 48);
        int[] ids = IntStream.range(0, n).toArray();
        try (Threads threads = new Threads(2)) {
            FeaturePool pool = new FeaturePool(features, Similarity.DOT, ids, threads);
            Ranking naive =
                    NaiveLinearGreedy.pick(features, ids, LinearGain.graphCut(Similarity.DOT, pool.moments(), 1), 400);
            Ranking fast = new LinearGreedy(pool, spareBytes, threads)
                    .pick(LinearGain.graphCut(Similarity.DOT, pool.moments(), 1), 400, Progress.NONE);
            assertThat(fast.ids()).isEqualTo(naive.ids());
            assertThat(fast.gains()).isEqualTo(naive.gains());
        }
    }

    @Test
    void refusesABudgetBeyondThePool() {
        Features features = DenseFeatures.of(new float[] {1, 2, 3}, 1);
        try (Threads threads = new Threads(1)) {
            FeaturePool pool = new FeaturePool(features, Similarity.DOT, new int[] {0, 2}, threads);
            assertThatThrownBy(() -> new LinearGreedy(pool, 0, threads)
                            .pick(LinearGain.graphCut(Similarity.DOT, pool.moments(), 1), 3, Progress.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("budget must be in [0, 2], got 3");
        }
    }
}
