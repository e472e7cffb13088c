package dev.pith.maximizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Ranking;
import dev.pith.feature.Similarity;
import dev.pith.objective.Continued;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.GraphCut;
import dev.pith.objective.LogDeterminant;
import dev.pith.objective.Objective;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.objective.RandomRows;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaximizerTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);

    /** The definition: every gain of every step, no bounds, no queue. */
    private static Ranking byDefinition(Objective objective, int budget) {
        int[] ids = new int[budget];
        double[] gains = new double[budget];
        boolean[] picked = new boolean[objective.size()];
        for (int t = 0; t < budget; t++) {
            int best = -1;
            for (int x = 0; x < picked.length; x++) {
                if (!picked[x] && (best < 0 || objective.gain(x) > gains[t])) {
                    best = x;
                    gains[t] = objective.gain(x);
                }
            }
            picked[best] = true;
            ids[t] = objective.id(best);
            objective.pick(best);
        }
        return new Ranking(ids, gains);
    }

    private static Ranking maximize(Maximizer maximizer, Objective objective, int budget) {
        return maximizer.maximize(objective, budget, Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void naiveLazyAndApproximateWithBetaOneFollowTheDefinition(long seed) {
        int n = (int) (1 + 9 * (seed - 1));
        Supplier<PairwiseSimilarity> cosine =
                () -> PairwiseSimilarity.of(RandomRows.of(seed, n, 7), Similarity.COSINE, RandomRows.ids(n));
        try (Threads threads = new Threads(2)) {
            List<Supplier<Objective>> objectives = List.of(
                    () -> new Coverage(seed, n, 0),
                    () -> new Coverage(seed, n, 3),
                    () -> new GraphCut(RandomRows.of(seed, n, 7), Similarity.COSINE, RandomRows.ids(n), 0.7, threads),
                    () -> new LogDeterminant(cosine.get(), n, ENOUGH));
            for (Supplier<Objective> objective : objectives) {
                for (int budget : new int[] {0, 1, n / 2, n}) {
                    Ranking expected = byDefinition(objective.get(), budget);
                    for (Maximizer maximizer :
                            List.of(new NaiveGreedy(), new LazyGreedy(), new ApproximateLazyGreedy(1))) {
                        assertThat(maximize(maximizer, objective.get(), budget))
                                .as("%s of %s", maximizer, objective.get())
                                .usingRecursiveComparison()
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7})
    void naiveIsExactForAnySign(long seed) {
        int n = 60;
        try (Threads threads = new Threads(1)) {
            for (Similarity similarity : Similarity.values()) {
                Supplier<Objective> graphCut =
                        () -> new GraphCut(RandomRows.of(seed, n, 5), similarity, RandomRows.ids(n), 1, threads);
                assertThat(maximize(new NaiveGreedy(), graphCut.get(), n))
                        .usingRecursiveComparison()
                        .isEqualTo(byDefinition(graphCut.get(), n));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void greedyIsWithinItsGuarantee(long seed) {
        int n = 12;
        for (int budget = 1; budget <= 5; budget++) {
            double value = Arrays.stream(maximize(new LazyGreedy(), new Coverage(seed, n, 0), budget)
                            .gains())
                    .sum();
            assertThat(value).isGreaterThanOrEqualTo((1 - 1 / Math.E) * new Coverage(seed, n, 0).best(budget));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void approximateLazyPicksNoLessThanBetaTimesTheLargestGain(long seed) {
        int n = 50;
        for (int cost : new int[] {0, 4, 20}) { // gains of both signs, and all negative
            Coverage objective = new Coverage(seed, n, cost);
            List<Double> largest = new ArrayList<>();
            Objective watched = new Watched(objective, largest);
            Ranking ranking = maximize(new ApproximateLazyGreedy(0.6), watched, n);
            assertThat(ranking.ids()).doesNotHaveDuplicates().hasSize(n);
            for (int t = 0; t < n; t++) {
                double best = largest.get(t);
                assertThat(ranking.gains()[t]).isGreaterThanOrEqualTo(best >= 0 ? 0.6 * best : best / 0.6 - 1e-12);
            }
        }
    }

    /** Two processors round bounds differently; whoever goes by them, the picks are the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void boundsThatMayDifferDecideNothing(long seed) {
        int n = 50;
        Ranking exact = maximize(new NaiveGreedy(), new Coverage(seed, n, 0), n);
        for (long processor = 0; processor < 3; processor++) {
            Objective rounded = new Rounded(new Coverage(seed, n, 0), new Random(processor));
            assertThat(maximize(new ApproximateLazyGreedy(0.6), rounded, n))
                    .usingRecursiveComparison()
                    .isEqualTo(exact);
        }
        try (Threads threads = new Threads(1)) {
            Supplier<Objective> facilities = () -> new FacilityLocation(
                    PairwiseSimilarity.of(RandomRows.of(seed, n, 7), Similarity.COSINE, RandomRows.ids(n)),
                    ENOUGH,
                    threads);
            Supplier<Objective> continued = () -> Continued.after(facilities.get(), new int[] {RandomRows.ids(n)[3]});
            for (Supplier<Objective> objective : List.of(facilities, continued)) {
                int size = objective.get().size();
                assertThat(maximize(new ApproximateLazyGreedy(0.6), objective.get(), size))
                        .usingRecursiveComparison()
                        .isEqualTo(maximize(new NaiveGreedy(), objective.get(), size));
            }
        }
    }

    /** Bounds that are off by what nobody knows. */
    private record Rounded(Objective objective, Random random) implements Objective {
        @Override
        public int size() {
            return objective.size();
        }

        @Override
        public int id(int candidate) {
            return objective.id(candidate);
        }

        @Override
        public double gain(int candidate) {
            return objective.gain(candidate);
        }

        @Override
        public double bound(int candidate) {
            return objective.gain(candidate) * (1 + random.nextDouble());
        }

        @Override
        public boolean boundsDecide() {
            return false;
        }

        @Override
        public void pick(int candidate) {
            objective.pick(candidate);
        }

        @Override
        public boolean submodular() {
            return objective.submodular();
        }
    }

    /** Notes the largest gain before each pick. */
    private static final class Watched implements Objective {
        private final Objective objective;
        private final List<Double> largest;
        private final boolean[] picked;

        Watched(Objective objective, List<Double> largest) {
            this.objective = objective;
            this.largest = largest;
            this.picked = new boolean[objective.size()];
        }

        @Override
        public int size() {
            return objective.size();
        }

        @Override
        public int id(int candidate) {
            return objective.id(candidate);
        }

        @Override
        public double gain(int candidate) {
            return objective.gain(candidate);
        }

        @Override
        public void pick(int candidate) {
            double best = Double.NEGATIVE_INFINITY;
            for (int x = 0; x < picked.length; x++) {
                best = picked[x] ? best : Math.max(best, objective.gain(x));
            }
            largest.add(best);
            picked[candidate] = true;
            objective.pick(candidate);
        }

        @Override
        public boolean submodular() {
            return true;
        }
    }

    @Test
    void stochasticIsSeededAndNearNaiveWhereItLooksAtAll() {
        int n = 80;
        Ranking some = maximize(new StochasticGreedy(0.3, 1), new Coverage(5, n, 0), 20);
        assertThat(maximize(new StochasticGreedy(0.3, 1), new Coverage(5, n, 0), 20))
                .usingRecursiveComparison()
                .isEqualTo(some);
        assertThat(maximize(new StochasticGreedy(0.3, 2), new Coverage(5, n, 0), 20)
                        .ids())
                .isNotEqualTo(some.ids());
        assertThat(some.ids()).doesNotHaveDuplicates();
        assertThat(maximize(new StochasticGreedy(1e-30, 7), new Coverage(5, n, 0), 20))
                .as("samples of all that is left")
                .usingRecursiveComparison()
                .isEqualTo(byDefinition(new Coverage(5, n, 0), 20));
        assertThat(maximize(new StochasticGreedy(0.999, 7), new Coverage(5, n, 0), n)
                        .ids())
                .doesNotHaveDuplicates()
                .hasSize(n);
        assertThat(maximize(new StochasticGreedy(0.5, 7), new Coverage(5, n, 0), 0)
                        .ids())
                .isEmpty();
    }

    @Test
    void lazyWarnsOnWhatMayNotBeSubmodular() {
        try (Threads threads = new Threads(1)) {
            Objective dot = new GraphCut(RandomRows.of(2, 5, 3), Similarity.DOT, RandomRows.ids(5), 1, threads);
            Objective cosine = new GraphCut(RandomRows.of(2, 5, 3), Similarity.COSINE, RandomRows.ids(5), 1, threads);
            assertThat(new LazyGreedy().warning(dot))
                    .hasValue("with this similarity the objective may not be submodular, so a lazy maximizer can miss "
                            + "the largest gain: use the naive one for exact picks");
            assertThat(new ApproximateLazyGreedy(0.5).warning(dot)).isPresent();
            assertThat(new LazyGreedy().warning(cosine)).isEmpty();
            assertThat(new NaiveGreedy().warning(dot)).isEmpty();
            assertThat(new StochasticGreedy(0.1, 1).warning(dot)).isEmpty();
            assertThat(maximize(new LazyGreedy(), dot, 5).ids()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    @Test
    void progressCountsPicks() {
        List<Long> steps = new ArrayList<>();
        new LazyGreedy().maximize(new Coverage(1, 9, 0), 3, (done, total) -> {
            assertThat(total).isEqualTo(3);
            steps.add(done);
        });
        assertThat(steps).containsExactly(1L, 2L, 3L);
    }

    @Test
    void argumentsOutOfRange() {
        for (int budget : new int[] {-1, 10}) {
            for (Maximizer maximizer : List.of(new NaiveGreedy(), new LazyGreedy(), new StochasticGreedy(0.1, 1))) {
                assertThatThrownBy(() -> maximize(maximizer, new Coverage(1, 9, 0), budget))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("budget must be in [0, 9], got " + budget);
            }
        }
        assertThatThrownBy(() -> new ApproximateLazyGreedy(0)).hasMessage("beta must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new StochasticGreedy(1, 1)).hasMessage("epsilon must be in (0, 1), got 1.0");
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> new GraphCut(
                            RandomRows.of(2, 5, 3), Similarity.DOT, RandomRows.ids(5), Double.NaN, threads))
                    .hasMessage("lambda must be positive, got NaN");
        }
    }
}
