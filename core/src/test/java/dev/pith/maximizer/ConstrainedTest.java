package dev.pith.maximizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Ranking;
import dev.pith.feature.Similarity;
import dev.pith.objective.DisparitySum;
import dev.pith.objective.Modular;
import dev.pith.objective.Objective;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.objective.RandomRows;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Greedy picks within costs and within limits of groups: by definition, and beside the best there is. */
class ConstrainedTest {
    private static final int FEW = 11;

    private static double[] costs(long seed, int n) {
        Random random = new Random(seed);
        return IntStream.range(0, n).mapToDouble(x -> 1 + random.nextInt(6)).toArray();
    }

    private static double value(Ranking ranking) {
        return Arrays.stream(ranking.gains()).sum();
    }

    /** The largest value of a set that may be picked. */
    private static double best(long seed, IntPredicate allowed) {
        double best = 0;
        for (int mask = 0; mask < 1 << FEW; mask++) {
            if (allowed.test(mask)) {
                Objective objective = new Coverage(seed, FEW, 0);
                double sum = 0;
                for (int x = 0; x < FEW; x++) {
                    if ((mask >> x & 1) == 1) {
                        sum += objective.gain(x);
                        objective.pick(x);
                    }
                }
                best = Math.max(best, sum);
            }
        }
        return best;
    }

    /** Always the largest gain for its price of what is allowed, every gain looked at. */
    private static double naive(Objective objective, double[] costs, double budget, boolean byRatio) {
        boolean[] picked = new boolean[costs.length];
        double spent = 0;
        double sum = 0;
        while (true) {
            int best = -1;
            double largest = 0;
            for (int x = 0; x < costs.length; x++) {
                double key = picked[x] || spent + costs[x] > budget ? 0 : objective.gain(x) / (byRatio ? costs[x] : 1);
                if (!picked[x] && spent + costs[x] <= budget && (best < 0 || key > largest)) {
                    best = x;
                    largest = key;
                }
            }
            if (best < 0) {
                return sum;
            }
            sum += objective.gain(best);
            spent += costs[best];
            picked[best] = true;
            objective.pick(best);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void knapsackIsTheBetterOfTwoGreediesAndWithinItsGuarantee(long seed) {
        double[] costs = costs(seed, FEW);
        for (double budget : new double[] {6, 9, 15, 100}) {
            Ranking ranking = Knapsack.maximize(() -> new Coverage(seed, FEW, 0), costs, budget, Progress.NONE);
            assertThat(Arrays.stream(ranking.ids())
                            .mapToDouble(id -> costs[id / 10])
                            .sum())
                    .isLessThanOrEqualTo(budget);
            assertThat(ranking.ids()).doesNotHaveDuplicates();
            assertThat(value(ranking))
                    .isEqualTo(Math.max(
                            naive(new Coverage(seed, FEW, 0), costs, budget, true),
                            naive(new Coverage(seed, FEW, 0), costs, budget, false)))
                    .isGreaterThanOrEqualTo((1 - 1 / Math.E)
                            / 2
                            * best(
                                    seed,
                                    mask -> IntStream.range(0, FEW)
                                                    .filter(x -> (mask >> x & 1) == 1)
                                                    .mapToDouble(x -> costs[x])
                                                    .sum()
                                            <= budget));
        }
    }

    /** One large good sample, and a cheap one with more gain per cost, after which the large one no longer fits. */
    @Test
    void eachGreedyAloneCanBeArbitrarilyBad() {
        double[] values = {2, 100};
        double[] costs = {1, 100};
        Supplier<Objective> sum = () -> new Modular(new int[] {0, 1}, values);
        assertThat(Knapsack.maximize(sum, costs, 100, Progress.NONE).ids()).containsExactly(1);
    }

    /** The progress knows how far it can come, and never falls. */
    @ParameterizedTest
    @CsvSource({"1,1", "2,2"})
    void oneRunIsEnoughWhereAllCostsAreEqual(double first, int runs) {
        double[] costs = {first, 1, 1, 1, 1, 1};
        List<Long> steps = new ArrayList<>();
        int[] asked = new int[1];
        Supplier<Objective> objective = () -> {
            asked[0]++;
            return new Coverage(2, 6, 0);
        };
        Ranking ranking = Knapsack.maximize(objective, costs, 3.5, (done, total) -> {
            assertThat(total).isEqualTo(3L * runs);
            steps.add(done);
        });
        assertThat(asked).containsExactly(runs);
        assertThat(steps).isSorted().hasSizeBetween(2 * runs, 3 * runs);
        assertThat(value(ranking))
                .isEqualTo(Math.max(
                        naive(new Coverage(2, 6, 0), costs, 3.5, true),
                        naive(new Coverage(2, 6, 0), costs, 3.5, false)));
    }

    @Test
    void refusesCostsThatAreNone() {
        Supplier<Objective> three = () -> new Coverage(1, 3, 0);
        for (double cost : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Knapsack.maximize(three, new double[] {1, cost, 1}, 5, Progress.NONE))
                    .hasMessage("a cost must be a positive number, got " + cost + " for id 10");
        }
        assertThatThrownBy(() -> Knapsack.maximize(three, new double[] {3, 2, 4}, 1.5, Progress.NONE))
                .hasMessage("no sample is within `budget-cost 1.5`: the cheapest costs 2.0");
        assertThatThrownBy(() -> Knapsack.maximize(three, new double[2], 1.5, Progress.NONE))
                .hasMessage("costs must be one number per sample (3), got 2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void limitsAreMetAndPicksWithinTheirGuarantee(long seed) {
        int[] group = IntStream.range(0, FEW).map(x -> x % 3).toArray();
        int[] least = {0, 2, 1};
        int[] most = {2, 4, 2};
        for (int budget = 3; budget <= 8; budget++) {
            int k = budget;
            Ranking ranking =
                    new Partition(group, least, most).maximize(new Coverage(seed, FEW, 0), budget, Progress.NONE);
            assertThat(ranking.ids()).hasSize(budget).doesNotHaveDuplicates();
            IntPredicate allowed = mask -> Integer.bitCount(mask) == k
                    && IntStream.range(0, 3).allMatch(g -> {
                        long count = IntStream.range(0, FEW)
                                .filter(x -> (mask >> x & 1) == 1 && group[x] == g)
                                .count();
                        return count >= least[g] && count <= most[g];
                    });
            assertThat(allowed.test(Arrays.stream(ranking.ids())
                            .map(id -> 1 << (id / 10))
                            .sum()))
                    .isTrue();
            assertThat(value(ranking)).isGreaterThanOrEqualTo(best(seed, allowed) / 2);
        }
    }

    @Test
    void limitsThatLimitNothingChangeNothing() {
        int n = 40;
        int[] group = IntStream.range(0, n).map(x -> x % 5).toArray();
        int[] most = {n, n, n, n, n};
        PairwiseSimilarity rows = PairwiseSimilarity.of(RandomRows.of(3, n, 4), Similarity.COSINE, RandomRows.ids(n));
        for (Supplier<Objective> objective : Arrays.<Supplier<Objective>>asList(
                () -> new Coverage(3, n, 0), () -> new Coverage(4, n, 7), () -> new DisparitySum(rows))) {
            assertThat(new Partition(group, new int[5], most).maximize(objective.get(), 15, Progress.NONE))
                    .usingRecursiveComparison()
                    .isEqualTo(new NaiveGreedy().maximize(objective.get(), 15, Progress.NONE));
        }
    }
}
