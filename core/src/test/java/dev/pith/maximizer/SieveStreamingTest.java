package dev.pith.maximizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.objective.Concave;
import dev.pith.objective.FeatureBased;
import dev.pith.objective.ReferenceLocation;
import dev.pith.objective.RowFunction;
import dev.pith.objective.RowObjective;
import dev.pith.objective.SetCoverage;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pass over a stream picks: beside the best there is, greedy picks, and sieves of the whole stream. */
class SieveStreamingTest {
    private static final int D = 6;
    private static final double EPSILON = 0.1;

    /** A function, and a seed of the rows. */
    private record Case(String name, Supplier<RowFunction> function, long seed) {
        /** Rows with many zeros, some rows of little worth, and repetitions. */
        double[][] rows(int n) {
            Random random = new Random(seed);
            double[][] rows = new double[n][D];
            for (int x = 0; x < n; x++) {
                double size = random.nextDouble();
                for (int u = 0; u < D; u++) {
                    rows[x][u] = random.nextInt(3) == 0 ? (float) (size * random.nextDouble()) : 0;
                }
                if (x > 0 && random.nextInt(5) == 0) {
                    rows[x] = rows[random.nextInt(x)].clone();
                }
            }
            return rows;
        }

        @Override
        public String toString() {
            return name + " " + seed;
        }
    }

    static Stream<Case> cases() {
        double[] worth = {1, 3, 0.5, 2, 0, 7};
        return IntStream.rangeClosed(1, 6)
                .boxed()
                .flatMap(seed -> Stream.of(
                        new Case("feature-based", () -> new FeatureBased(D, Concave.SQRT), seed),
                        new Case("set coverage", () -> new SetCoverage(worth), seed),
                        new Case("facility location", () -> new ReferenceLocation(D), seed)));
    }

    private static SieveStreaming pass(Case each, double[][] rows, int budget) {
        SieveStreaming sieve = new SieveStreaming(each.function(), budget, EPSILON);
        for (int x = 0; x < rows.length; x++) {
            sieve.look(10 * x, rows[x]);
        }
        return sieve;
    }

    private static double value(Ranking ranking) {
        return Arrays.stream(ranking.gains()).sum();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void picksAreWithinTheirGuarantee(Case each) {
        int n = 12;
        double[][] rows = each.rows(n);
        for (int k = 1; k <= 4; k++) {
            double best = 0;
            for (int mask = 0; mask < 1 << n; mask++) {
                if (Integer.bitCount(mask) <= k) {
                    RowFunction function = each.function().get();
                    double sum = 0;
                    for (int x = 0; x < n; x++) {
                        if ((mask >> x & 1) == 1) {
                            sum += function.gain(rows[x]);
                            function.pick(rows[x]);
                        }
                    }
                    best = Math.max(best, sum);
                }
            }
            Ranking ranking = pass(each, rows, k).ranking();
            assertThat(ranking.size()).isBetween(1, k);
            assertThat(ranking.ids()).isSorted().doesNotHaveDuplicates();
            assertThat(value(ranking)).isBetween((0.5 - EPSILON) * best, best * (1 + 1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gainsAreThoseOfThePicksAndNotFarFromGreedyOnes(Case each) {
        int n = 500;
        int k = 20;
        double[][] rows = each.rows(n);
        Ranking ranking = pass(each, rows, k).ranking();
        RowFunction function = each.function().get();
        for (int t = 0; t < ranking.size(); t++) {
            double[] row = rows[ranking.ids()[t] / 10];
            assertThat(ranking.gains()[t]).isEqualTo(function.gain(row));
            function.pick(row);
        }
        float[] values = new float[n * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / D][i % D];
        }
        Features features = DenseFeatures.of(values, D);
        double greedy = value(new NaiveGreedy()
                .maximize(
                        new RowObjective(
                                features,
                                IntStream.range(0, n).toArray(),
                                each.function().get()),
                        k,
                        Progress.NONE));
        assertThat(value(ranking)).isGreaterThan((0.5 - EPSILON) * greedy);
        double first = value(pass(each, Arrays.copyOf(rows, k), k).ranking());
        assertThat(value(ranking)).as("better than the first %d", k).isGreaterThan(first);
    }

    /** Sieves begin when a sample is worth their threshold, and have missed nothing then. */
    @ParameterizedTest
    @MethodSource("cases")
    void noSieveOfTheWholeStreamIsBetter(Case each) {
        int k = 8;
        double[][] rows = each.rows(200);
        Arrays.sort(
                rows,
                (a, b) ->
                        Double.compare(Arrays.stream(a).sum(), Arrays.stream(b).sum()));
        SieveStreaming sieve = pass(each, rows, k);
        double value = value(sieve.ranking());
        double largest = Arrays.stream(rows)
                .mapToDouble(row -> each.function().get().gain(row))
                .max()
                .orElseThrow();
        int low = (int) Math.ceil(Math.log(Math.max(value, largest) / (2 * k)) / Math.log1p(EPSILON));
        int high = (int) Math.floor(Math.log(largest) / Math.log1p(EPSILON));
        double most = Math.log(2 * k * (1 + EPSILON) * (1 + EPSILON)) / Math.log1p(EPSILON);
        assertThat(sieve.sieves()).isBetween(high - low + 1, (int) Math.ceil(most) + 1);
        for (int i = low; i <= high; i++) {
            RowFunction function = each.function().get();
            double threshold = StrictMath.pow(1 + EPSILON, i);
            double sum = 0;
            int count = 0;
            for (double[] row : rows) {
                double gain = function.gain(row);
                if (count < k && gain >= threshold) {
                    function.pick(row);
                    sum += gain;
                    count++;
                }
            }
            assertThat(value).as("threshold %s", threshold).isGreaterThanOrEqualTo(sum * (1 - 1e-12));
        }
    }

    @Test
    void nothingIsPickedOfWhatIsWorthNothing() {
        SieveStreaming sieve = new SieveStreaming(() -> new ReferenceLocation(2), 3, EPSILON);
        sieve.look(4, new double[2]);
        assertThat(sieve.ranking().ids()).isEmpty();
        sieve.look(5, new double[] {0, 1e-300});
        sieve.look(6, new double[2]);
        assertThat(sieve.ranking().ids()).containsExactly(5);
    }

    @Test
    void refusesWhatIsNoArgument() {
        Supplier<RowFunction> functions = () -> new ReferenceLocation(2);
        assertThatThrownBy(() -> new SieveStreaming(functions, 0, EPSILON))
                .hasMessage("budget must be at least 1, got 0");
        assertThatThrownBy(() -> new SieveStreaming(functions, 1, 1)).hasMessage("epsilon must be in (0, 1), got 1.0");
        SieveStreaming sieve = new SieveStreaming(functions, 1, EPSILON);
        assertThatThrownBy(() -> sieve.look(7, new double[3]))
                .hasMessage("the function is of rows of 2 numbers, got a row of 3 for id 7");
        assertThatThrownBy(() -> sieve.look(7, new double[] {0, -1}))
                .hasMessage("facility location needs similarities that are finite and not negative; the row of id 7"
                        + " holds -1.0");
        assertThatThrownBy(() -> sieve.look(7, new double[] {Double.NaN, 1}))
                .hasMessageEndingWith("the row of id 7 holds NaN");
    }
}
