package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FacilityLocationTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);

    private static PairwiseSimilarity similarity(long seed, Features features, int[] ids) {
        return switch ((int) (seed / 2 % 4)) {
            case 0 -> PairwiseSimilarity.of(features, Similarity.COSINE, ids);
            case 1 -> PairwiseSimilarity.rbf(features, ids);
            case 2 -> PairwiseSimilarity.unitRbf(features, ids);
            default -> PairwiseSimilarity.closeness(features, ids);
        };
    }

    /** Returns demands over many orders of magnitude, a fifth of them 0; every fourth seed equal ones. */
    private static double[] demand(long seed, int n) {
        Random random = new Random(seed);
        double[] demand = FacilityLocation.equal(n);
        for (int j = 0; j < n && seed % 4 != 0; j++) {
            demand[j] = random.nextInt(5) == 0 ? 0 : Math.exp(6 * random.nextGaussian());
        }
        return demand;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void gainsHaveTheBitsOfTheNaiveOnesAndBoundsHold(long seed) {
        int n = (int) (20 * seed);
        Features features = RandomRows.of(seed, n, (int) (3 * seed));
        PairwiseSimilarity similarity = similarity(seed, features, RandomRows.ids(n));
        double[] demand = demand(seed, n);
        double total = Arrays.stream(demand).sum();
        double rounding = similarity.largest() * 0x1p-16; // of two bytes
        double loose = total * (3 * similarity.error() + 3 * rounding) + total * 1e-9;
        Objective naive = new NaiveFacilityLocation(similarity, demand);
        Random random = new Random(seed);
        boolean[] picked = new boolean[n];
        try (Threads threads = new Threads(2)) {
            FacilityLocation fast = new FacilityLocation(similarity, demand, ENOUGH, threads);
            double[] before = new double[n];
            for (int step = 0; step < n; step++) {
                for (int x = 0; x < n; x++) {
                    double gain = naive.gain(x);
                    assertThat(fast.gain(x)).isEqualTo(gain);
                    assertThat(fast.bound(x)).isGreaterThanOrEqualTo(gain).isLessThanOrEqualTo(gain + loose);
                    assertThat(gain).as("diminishing returns").isGreaterThanOrEqualTo(0);
                    assertThat(step == 0 || gain <= before[x]).isTrue();
                    before[x] = gain;
                }
                int pick = random.nextInt(n);
                while (picked[pick]) {
                    pick = (pick + 1) % n;
                }
                picked[pick] = true;
                naive.pick(pick);
                fast.pick(pick);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5})
    void demandsReachTheNeighbours(long seed) {
        int n = 90;
        PairwiseSimilarity similarity = similarity(seed, RandomRows.of(seed, n, 5), RandomRows.ids(n));
        double[] demand = demand(seed, n);
        try (Threads threads = new Threads(2)) {
            Objective neighbors =
                    new NeighborFacilityLocation(new NeighborGraph(similarity, n, ENOUGH, threads), demand);
            assertThat(new LazyGreedy().maximize(neighbors, 30, Progress.NONE))
                    .usingRecursiveComparison()
                    .isEqualTo(new NaiveGreedy()
                            .maximize(new NaiveFacilityLocation(similarity, demand), 30, Progress.NONE));
        }
    }

    @Test
    void equalDemandsOfAnySizeChangeNoPick() {
        int n = 70;
        PairwiseSimilarity similarity = similarity(2, RandomRows.of(2, n, 5), RandomRows.ids(n));
        double[] quarter = new double[n];
        Arrays.fill(quarter, 0.25); // a power of two scales every gain without rounding
        try (Threads threads = new Threads(1)) {
            Ranking one =
                    new NaiveGreedy().maximize(new FacilityLocation(similarity, ENOUGH, threads), n, Progress.NONE);
            Ranking scaled = new NaiveGreedy()
                    .maximize(new FacilityLocation(similarity, quarter, ENOUGH, threads), n, Progress.NONE);
            assertThat(scaled.ids()).isEqualTo(one.ids());
            assertThat(Arrays.stream(scaled.gains()).map(gain -> 4 * gain).toArray())
                    .isEqualTo(one.gains());
        }
    }

    @Test
    void refusesDemandsThatAreNone() {
        PairwiseSimilarity similarity = similarity(2, RandomRows.of(2, 3, 5), RandomRows.ids(3));
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> new FacilityLocation(similarity, new double[] {1, 1, -1}, ENOUGH, threads))
                    .hasMessage("demand must be finite and not negative, got -1.0 for id 2");
            assertThatThrownBy(() -> new FacilityLocation(similarity, new double[] {1, Double.NaN, 1}, ENOUGH, threads))
                    .hasMessage("demand must be finite and not negative, got NaN for id 1");
            assertThatThrownBy(() -> new FacilityLocation(similarity, new double[2], ENOUGH, threads))
                    .hasMessage("demand must be one number per sample (3), got 2");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void threadsAndMaximizerChangeNoBit(long seed) {
        int n = 600; // enough for work to be shared
        Features features = RandomRows.of(seed, n, 24);
        PairwiseSimilarity similarity = similarity(seed, features, RandomRows.ids(n));
        Ranking naive = new NaiveGreedy().maximize(new NaiveFacilityLocation(similarity), 15, Progress.NONE);
        for (int threadCount = 1; threadCount <= 2; threadCount++) {
            try (Threads threads = new Threads(threadCount)) {
                Ranking fast = new NaiveGreedy()
                        .maximize(new FacilityLocation(similarity, ENOUGH, threads), 15, Progress.NONE);
                assertThat(fast).usingRecursiveComparison().isEqualTo(naive);
                Ranking lazy =
                        new LazyGreedy().maximize(new FacilityLocation(similarity, ENOUGH, threads), 15, Progress.NONE);
                assertThat(lazy).usingRecursiveComparison().isEqualTo(naive);
            }
        }
    }

    @Test
    void sumsByBlocksOfIds() {
        int n = 9000;
        Features features = RandomRows.of(2, n, 2);
        int[] ids = new int[n / 100];
        for (int k = 0; k < ids.length; k++) {
            ids[k] = 100 * k + 50;
        }
        PairwiseSimilarity similarity = PairwiseSimilarity.of(features, Similarity.COSINE, ids);
        Ranking naive = new NaiveGreedy().maximize(new NaiveFacilityLocation(similarity), 90, Progress.NONE);
        try (Threads threads = new Threads(1)) {
            Ranking fast =
                    new NaiveGreedy().maximize(new FacilityLocation(similarity, ENOUGH, threads), 90, Progress.NONE);
            assertThat(fast).usingRecursiveComparison().isEqualTo(naive);
            Objective all = new NeighborFacilityLocation(new NeighborGraph(similarity, 1000, ENOUGH, threads));
            assertThat(new LazyGreedy().maximize(all, 90, Progress.NONE))
                    .usingRecursiveComparison()
                    .isEqualTo(naive);
        }
        assertThat(fast(similarity).ids()[0] % 100).as("ids, not positions").isEqualTo(50);
    }

    private static Ranking fast(PairwiseSimilarity similarity) {
        try (Threads threads = new Threads(1)) {
            return new NaiveGreedy().maximize(new FacilityLocation(similarity, ENOUGH, threads), 1, Progress.NONE);
        }
    }

    @Test
    void failsEarlyWhenItWouldNotFit() {
        PairwiseSimilarity similarity =
                PairwiseSimilarity.of(RandomRows.of(2, 1000, 2), Similarity.COSINE, RandomRows.ids(1000));
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> new FacilityLocation(similarity, new MemoryLimit(1 << 20), threads))
                    .isInstanceOf(PithException.class)
                    .hasMessage("facility location over 1000 samples at once needs about 2.4 MiB of memory and may use "
                            + "1.0 MiB: allow more with `memory` if the machine has it, or rank class by class "
                            + "(`stratify`), or use the nearest neighbours only (`neighbors`)");
            int many = 60_000;
            PairwiseSimilarity large =
                    PairwiseSimilarity.of(DenseFeatures.of(filled(many), 1), Similarity.COSINE, RandomRows.ids(many));
            assertThatThrownBy(() -> new FacilityLocation(large, new MemoryLimit(1L << 50), threads))
                    .isInstanceOf(PithException.class)
                    .hasMessageMatching("facility location over 60000 samples at once needs 6\\.7 GiB of Java heap and "
                            + ".* can be used: give Java more with -Xmx, or rank class by class \\(`stratify`\\), or use the "
                            + "nearest neighbours only \\(`neighbors`\\)");
        }
    }

    private static float[] filled(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return values;
    }

    @Test
    void refusesSimilaritiesOfAnySign() {
        PairwiseSimilarity dot = PairwiseSimilarity.of(RandomRows.of(2, 5, 2), Similarity.DOT, RandomRows.ids(5));
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> new FacilityLocation(dot, ENOUGH, threads))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("facility location needs a similarity that is never negative: cosine or rbf");
        }
    }
}
