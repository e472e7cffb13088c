package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.parallel.Threads;
import dev.pith.ranking.KCenter;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objectives beside their functions, written as in their papers. */
class FunctionsTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);
    private static final int N = 30;
    private static final int D = 5;
    private static final Threads THREADS = new Threads(2);

    @AfterAll
    static void stop() {
        THREADS.close();
    }

    /**
     * An objective and its function.
     *
     * @param value of a set of positions
     */
    record Case(
            String name,
            Supplier<Objective> objective,
            Function<List<Integer>, Double> value,
            boolean monotone,
            boolean submodular) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return IntStream.rangeClosed(1, 4).boxed().flatMap(FunctionsTest::cases);
    }

    private static Stream<Case> cases(long seed) {
        Features rows = RandomRows.of(seed, N, D);
        int[] ids = RandomRows.ids(N);
        Features chances = chances(seed);
        double[] worth = {1, 0, 2.5, 0.1, 3};
        List<Case> cases = new ArrayList<>();
        for (Concave concave : Concave.values()) {
            cases.add(new Case(
                    "feature-based " + concave + " " + seed,
                    () -> new RowObjective(rows, ids, new FeatureBased(D, concave)),
                    set -> featureBased(rows, set, concave),
                    true,
                    true));
        }
        cases.add(new Case(
                "set coverage " + seed,
                () -> new RowObjective(chances, ids, new SetCoverage(worth)),
                set -> coverage(chances, set, worth),
                true,
                true));
        for (double alpha : new double[] {0.05, 0.3, 1}) {
            PairwiseSimilarity similarity = seed % 2 == 0
                    ? PairwiseSimilarity.rbf(rows, ids)
                    : PairwiseSimilarity.of(rows, Similarity.COSINE, ids);
            cases.add(new Case(
                    "saturated coverage " + alpha + " " + seed,
                    () -> new SaturatedCoverage(similarity, alpha, ENOUGH, THREADS),
                    set -> saturated(similarity, set, alpha),
                    true,
                    true));
        }
        for (Similarity form : new Similarity[] {Similarity.COSINE, Similarity.SQEUCLID}) {
            PairwiseSimilarity similarity = PairwiseSimilarity.of(rows, form, ids);
            cases.add(new Case(
                    "disparity sum " + form + " " + seed,
                    () -> new DisparitySum(similarity),
                    set -> pairs(rows, form, set).sum(),
                    true,
                    false));
            double[] weights = {0.3, 4};
            cases.add(new Case(
                    "mixture " + form + " " + seed,
                    () -> new Mixture(
                            List.of(
                                    new RowObjective(chances, ids, new SetCoverage(worth)),
                                    new DisparitySum(similarity)),
                            weights),
                    set -> weights[0] * coverage(chances, set, worth)
                            + weights[1] * pairs(rows, form, set).sum(),
                    true,
                    false));
        }
        PairwiseSimilarity cosine = PairwiseSimilarity.of(rows, Similarity.COSINE, ids);
        cases.add(new Case(
                "mixture with facility location " + seed,
                () -> new Mixture(
                        List.of(
                                new RowObjective(rows, ids, new FeatureBased(D, Concave.SQRT)),
                                new FacilityLocation(cosine, ENOUGH, THREADS)),
                        new double[] {0.5, 2}),
                set -> 0.5 * featureBased(rows, set, Concave.SQRT)
                        + 2
                                * IntStream.range(0, N)
                                        .mapToDouble(j -> set.stream()
                                                .mapToDouble(i -> cosine.of(i, j))
                                                .max()
                                                .orElse(0))
                                        .sum(),
                true,
                true));
        addTargeted(cases, seed, rows, cosine);
        cases.add(new Case(
                "mixture " + seed,
                () -> new Mixture(
                        List.of(
                                new RowObjective(chances, ids, new SetCoverage(worth)),
                                new RowObjective(rows, ids, new FeatureBased(D, Concave.LOG))),
                        new double[] {2, 0.7}),
                set -> 2 * coverage(chances, set, worth) + 0.7 * featureBased(rows, set, Concave.LOG),
                true,
                true));
        return cases.stream();
    }

    /** Functions that look towards queries and away from private samples. */
    private static void addTargeted(List<Case> cases, long seed, Features rows, PairwiseSimilarity cosine) {
        int[] ids = RandomRows.ids(N);
        Random random = new Random(seed);
        double[][] queries = new double[3][];
        Arrays.setAll(queries, q -> random.doubles(D, -1, 1).toArray());
        double[][] privates = {queries[1].clone(), random.doubles(D, -1, 1).toArray()};
        QuerySimilarities near = QuerySimilarities.of(rows, ids, queries, ENOUGH, THREADS);
        QuerySimilarities away = QuerySimilarities.of(rows, ids, privates, ENOUGH, THREADS);
        double[] none = new double[N];
        double[] all = FacilityLocation.unlimited(N);
        double[][][] limits = {{none, near.nearest()}, {away.nearest(), all}, {away.nearest(), near.nearest()}};
        for (double[][] limit : limits) {
            cases.add(new Case(
                    "facility location within limits " + seed,
                    () -> FacilityLocation.between(cosine, limit[0], limit[1], ENOUGH, THREADS),
                    set -> IntStream.range(0, N)
                            .mapToDouble(j -> Math.max(
                                    0,
                                    Math.min(
                                                    set.stream()
                                                            .mapToDouble(i -> cosine.of(i, j))
                                                            .max()
                                                            .orElse(0),
                                                    limit[1][j])
                                            - limit[0][j]))
                            .sum(),
                    true,
                    true));
        }
        cases.add(new Case(
                "modular " + seed,
                () -> new Modular(ids, near.sums()),
                set -> set.stream()
                        .mapToDouble(i -> Arrays.stream(near.values()[i]).sum())
                        .sum(),
                true,
                true));
        double[][] everything = Stream.of(
                        IntStream.range(0, N).mapToObj(i -> row(rows, i)),
                        Arrays.stream(privates),
                        Arrays.stream(queries))
                .flatMap(stream -> stream)
                .toArray(double[][]::new);
        List<Integer> p = List.of(N, N + 1);
        List<Integer> q = List.of(N + 2, N + 3, N + 4);
        cases.add(new Case(
                "log-determinant private " + seed,
                () -> new LogDeterminant(rows, ids, privates, N, ENOUGH, THREADS),
                set -> logDeterminant(everything, List.of(set, p)) - logDeterminant(everything, List.of(p)),
                false,
                true));
        cases.add(new Case(
                "log-determinant query " + seed,
                () -> new LogDeterminantInformation(rows, ids, queries, new double[0][], N, ENOUGH, THREADS),
                set -> logDeterminant(everything, List.of(set))
                        + logDeterminant(everything, List.of(q))
                        - logDeterminant(everything, List.of(set, q)),
                false, // it is, but for rounding
                false));
        cases.add(new Case(
                "log-determinant query private " + seed,
                () -> new LogDeterminantInformation(rows, ids, queries, privates, N, ENOUGH, THREADS),
                set -> logDeterminant(everything, List.of(set, p))
                        + logDeterminant(everything, List.of(q, p))
                        - logDeterminant(everything, List.of(set, q, p))
                        - logDeterminant(everything, List.of(p)),
                false,
                false));
    }

    /** Of some rows together, by Gaussian elimination from scratch. */
    private static double logDeterminant(double[][] rows, List<List<Integer>> sets) {
        int[] ids =
                sets.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
        double[][] chosen = Arrays.stream(ids).mapToObj(i -> rows[i]).toArray(double[][]::new);
        double[][] kernel = QuerySimilarities.among(chosen, ENOUGH);
        double sum = 0;
        for (int k = 0; k < kernel.length; k++) {
            kernel[k][k] += 0.001;
        }
        for (int k = 0; k < kernel.length; k++) {
            sum += Math.log(kernel[k][k]);
            for (int x = k + 1; x < kernel.length; x++) {
                double factor = kernel[x][k] / kernel[k][k];
                for (int y = k; y < kernel.length; y++) {
                    kernel[x][y] -= factor * kernel[k][y];
                }
            }
        }
        return sum;
    }

    /** Rows of probabilities, many of them 0 or 1. */
    private static Features chances(long seed) {
        Random random = new Random(seed);
        float[] values = new float[N * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[] {0, 0, 1, random.nextFloat()}[random.nextInt(4)];
        }
        return DenseFeatures.of(values, D);
    }

    private static double[] row(Features features, int i) {
        double[] row = new double[features.dimension()];
        features.add(i, 1, row);
        return row;
    }

    private static double featureBased(Features rows, List<Integer> set, Concave concave) {
        double sum = 0;
        for (int u = 0; u < D; u++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double count = 0;
                for (int i : set) {
                    count += Math.max(0, sign * row(rows, i)[u]);
                }
                sum += switch (concave) {
                    case SQRT -> Math.sqrt(count);
                    case LOG -> Math.log(1 + count);
                    case SATURATING -> count / (1 + count);
                };
            }
        }
        return sum;
    }

    private static double coverage(Features chances, List<Integer> set, double[] worth) {
        double sum = 0;
        for (int u = 0; u < D; u++) {
            double missed = 1;
            for (int i : set) {
                missed *= 1 - row(chances, i)[u];
            }
            sum += worth[u] * (1 - missed);
        }
        return sum;
    }

    private static double saturated(PairwiseSimilarity similarity, List<Integer> set, double alpha) {
        double sum = 0;
        for (int j = 0; j < N; j++) {
            int row = j;
            double covered =
                    set.stream().mapToDouble(i -> similarity.of(i, row)).sum();
            double all = IntStream.range(0, N)
                    .mapToDouble(i -> similarity.of(i, row))
                    .sum();
            sum += Math.min(covered, alpha * all);
        }
        return sum;
    }

    private static DoubleStream pairs(Features rows, Similarity form, List<Integer> set) {
        return set.stream().flatMapToDouble(i -> set.stream().filter(j -> j < i).mapToDouble(j -> {
            double[] x = row(rows, i);
            double[] y = row(rows, j);
            double scaleX = form == Similarity.COSINE ? 1 / Math.sqrt(rows.squaredNorm(i)) : 1;
            double scaleY = form == Similarity.COSINE ? 1 / Math.sqrt(rows.squaredNorm(j)) : 1;
            double sum = 0;
            for (int u = 0; u < D; u++) {
                sum += Math.pow(scaleX * x[u] - scaleY * y[u], 2);
            }
            return Math.sqrt(sum);
        }));
    }

    /** Gains are what the function gains, bounds hold, and what is said of the function is so, to the last bit. */
    @ParameterizedTest
    @MethodSource("cases")
    void gainsAreThoseOfTheFunction(Case function) {
        Objective objective = function.objective().get();
        assertThat(objective.submodular()).isEqualTo(function.submodular());
        Random random = new Random(1);
        List<Integer> set = new ArrayList<>();
        double[] before = new double[N];
        Arrays.fill(before, Double.POSITIVE_INFINITY);
        double scale = 1e-9
                        * Math.abs(function.value()
                                .apply(IntStream.range(0, N).boxed().toList()))
                + 1e-7;
        while (set.size() < N) {
            double value = function.value().apply(set);
            for (int x = 0; x < N; x++) {
                if (!set.contains(x)) {
                    double bound = objective.bound(x);
                    double gain = objective.gain(x);
                    set.add(x);
                    assertThat(gain)
                            .as("of %s to %s", x, set)
                            .isCloseTo(function.value().apply(set) - value, within(scale));
                    set.remove(set.size() - 1);
                    assertThat(gain).isLessThanOrEqualTo(bound).isLessThanOrEqualTo(objective.bound(x));
                    assertThat(gain >= 0 || !function.monotone()).as("monotone").isTrue();
                    assertThat(gain <= before[x] || !function.submodular())
                            .as("diminishing")
                            .isTrue();
                    before[x] = gain;
                }
            }
            int pick = random.nextInt(N);
            while (set.contains(pick)) {
                pick = (pick + 1) % N;
            }
            set.add(pick);
            objective.pick(pick);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void picksAsTheNaiveLoop(Case function) {
        Objective objective = function.objective().get();
        boolean[] picked = new boolean[N];
        int[] ids = new int[N];
        double[] gains = new double[N];
        for (int step = 0; step < N; step++) {
            int best = -1;
            for (int x = 0; x < N; x++) {
                if (!picked[x] && (best < 0 || objective.gain(x) > objective.gain(best))) {
                    best = x;
                }
            }
            ids[step] = best;
            gains[step] = objective.gain(best);
            picked[best] = true;
            objective.pick(best);
        }
        Ranking expected = new Ranking(ids, gains);
        assertThat(new NaiveGreedy().maximize(function.objective().get(), N, Progress.NONE))
                .usingRecursiveComparison()
                .isEqualTo(expected);
        if (function.submodular()) {
            assertThat(new LazyGreedy().maximize(function.objective().get(), N, Progress.NONE))
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
        }
    }

    /** Half of the best, although the function is supermodular: rows of one length have distances that are a metric. */
    @ParameterizedTest
    @ValueSource(longs = {2, 4, 6})
    void disparityIsWithinItsGuarantee(long seed) {
        int n = 11;
        int k = 4;
        Features rows = RandomRows.of(seed, n, D);
        PairwiseSimilarity similarity = PairwiseSimilarity.of(rows, Similarity.SQEUCLID, RandomRows.ids(n));
        double sum = 0;
        double least = 0;
        for (int mask = 0; mask < 1 << n; mask++) {
            if (Integer.bitCount(mask) == k) {
                int set = mask;
                List<Integer> chosen = IntStream.range(0, n)
                        .filter(i -> (set >> i & 1) == 1)
                        .boxed()
                        .toList();
                sum = Math.max(sum, pairs(rows, Similarity.SQEUCLID, chosen).sum());
                least = Math.max(
                        least, pairs(rows, Similarity.SQEUCLID, chosen).min().orElseThrow());
            }
        }
        assertThat(value(new DisparitySum(similarity), k)).isGreaterThanOrEqualTo(sum / 2);
        int[] spread = KCenter.rank(rows, Similarity.SQEUCLID, RandomRows.ids(n), k, THREADS, Progress.NONE)
                .ids();
        assertThat(pairs(
                                rows,
                                Similarity.SQEUCLID,
                                Arrays.stream(spread).boxed().toList())
                        .min()
                        .orElseThrow())
                .isGreaterThanOrEqualTo(least / 2);
    }

    private static double value(Objective objective, int k) {
        return Arrays.stream(
                        new NaiveGreedy().maximize(objective, k, Progress.NONE).gains())
                .sum();
    }

    @Test
    void refusesWhatIsNoArgument() {
        Features rows = RandomRows.of(2, N, D);
        int[] ids = RandomRows.ids(N);
        PairwiseSimilarity dot = PairwiseSimilarity.of(rows, Similarity.DOT, ids);
        PairwiseSimilarity cosine = PairwiseSimilarity.of(rows, Similarity.COSINE, ids);
        assertThatThrownBy(() -> new RowObjective(rows, ids, new SetCoverage(new double[] {1, 1, 1, 1, 1})))
                .hasMessageMatching("set coverage needs probabilities, in \\[0, 1\\]; the row of id 0 holds [-0-9.]+");
        assertThatThrownBy(() -> new RowObjective(chances(1), ids, new SetCoverage(new double[2])))
                .hasMessage("the function is of rows of 2 numbers, got rows of 5");
        assertThatThrownBy(() -> new SetCoverage(new double[] {1, -1, 1, 1, 1}))
                .hasMessage("worth must be finite and not negative, got -1.0 for concept 1");
        assertThatThrownBy(() -> new RowObjective(
                        DenseFeatures.of(new float[] {1, Float.NaN}, 1),
                        new int[] {0, 1},
                        new FeatureBased(1, Concave.SQRT)))
                .hasMessage("the row of id 1 is not finite: leave it out");
        assertThatThrownBy(() -> new SaturatedCoverage(dot, 0.1, ENOUGH, THREADS))
                .hasMessage("saturated coverage needs a similarity that is never negative: cosine or rbf");
        assertThatThrownBy(() -> new SaturatedCoverage(cosine, 0, ENOUGH, THREADS))
                .hasMessage("alpha must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new SaturatedCoverage(cosine, 0.1, new MemoryLimit(100), THREADS))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("saturated coverage over 30 samples at once needs about 7.0 KiB of memory");
        double[][] privates = new double[4][D];
        Arrays.setAll(privates, p -> new double[] {1, p, 0, 0, 1});
        assertThatThrownBy(() -> new LogDeterminant(rows, ids, privates, 10, new MemoryLimit(3000), THREADS))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("log-determinant of 10 out of 30 samples away from 4 others needs about 3.7 Ki")
                .hasMessageEndingWith("take a smaller budget, or give fewer in `private`");
        assertThatThrownBy(() -> QuerySimilarities.among(privates, new MemoryLimit(100)))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("comparing 4 queries and private samples with each other needs about 128 B");
        assertThatThrownBy(() -> new DisparitySum(dot))
                .hasMessage("disparity sum needs a distance: cosine or sqeuclid, got dot");
        assertThatThrownBy(() -> new Mixture(List.of(), new double[0]))
                .hasMessage("a mixture needs parts and as many weights, got 0 parts and 0 weights");
        assertThatThrownBy(() -> new Mixture(List.of(new DisparitySum(cosine)), new double[] {0}))
                .hasMessage("weights of a mixture must be positive numbers, got 0.0");
        PairwiseSimilarity fewer = PairwiseSimilarity.of(rows, Similarity.COSINE, new int[] {3, 4});
        PairwiseSimilarity others = PairwiseSimilarity.of(rows, Similarity.COSINE, new int[] {3, 5});
        assertThatThrownBy(() ->
                        new Mixture(List.of(new DisparitySum(fewer), new DisparitySum(others)), new double[] {1, 1}))
                .hasMessage("parts of a mixture must be of one pool, got ids 4 and 5 at 1");
        assertThatThrownBy(() ->
                        new Mixture(List.of(new DisparitySum(fewer), new DisparitySum(cosine)), new double[] {1, 1}))
                .hasMessage("parts of a mixture must be of one pool, got pools of 2 and of 30 samples");
    }
}
