package dev.pith.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RandomBinning;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveSharesTest {
    private static final int N = 403;
    private static final int BINS = 7;

    private static Features rows(Random random, Threads threads) {
        float[] numbers = new float[N * 5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian() + (i % 5 == 0 ? 2 : 0);
        }
        return new DenseFeatures(FloatMatrix.of(numbers, N, 5), threads);
    }

    private static Classes classes() {
        long[] labels = new long[N];
        Arrays.setAll(labels, i -> i < 200 ? 0 : i < 390 ? 4 : i < 402 ? 5 : 9);
        return Classes.byLabel(labels, new BitSet());
    }

    private static double cosine(Features rows, int i, double[] other) {
        double squared = Arrays.stream(other).map(x -> x * x).sum();
        return rows.dot(i, other) / Math.sqrt(rows.squaredNorm(i) * squared);
    }

    private static double[] row(Features rows, int i) {
        double[] row = new double[rows.dimension()];
        rows.add(i, 1, row);
        return row;
    }

    /** Both scores by every pair and every sample, and their mixture. */
    private static double[] byDefinition(Binning binning, Classes classes, Features rows) {
        double[] representative = new double[BINS];
        double[] diverse = new double[BINS];
        double[] sizes = new double[BINS];
        int[] binOf = binning.binOf(N);
        for (int[] ids : classes.ids()) {
            double[] mean = new double[rows.dimension()];
            for (int id : ids) {
                rows.add(id, 1 / Math.sqrt(rows.squaredNorm(id)), mean);
            }
            for (int i : ids) {
                int[] others = IntStream.of(ids)
                        .filter(j -> j != i && binOf[j] == binOf[i])
                        .toArray();
                sizes[binOf[i]]++;
                representative[binOf[i]] += 0.5 + 0.5 * cosine(rows, i, mean);
                diverse[binOf[i]] += IntStream.of(others)
                        .mapToDouble(j -> 0.5 - 0.5 * cosine(rows, i, row(rows, j)))
                        .average()
                        .orElse(0);
            }
        }
        double[] r = new double[BINS];
        double[] d = new double[BINS];
        Arrays.setAll(r, k -> representative[k] / sizes[k]);
        Arrays.setAll(d, k -> diverse[k] / sizes[k]);
        double[] shares = new double[BINS];
        Arrays.setAll(
                shares,
                k -> 0.25
                                * (r[k] / Arrays.stream(r).sum()
                                        + d[k] / Arrays.stream(d).sum())
                        + 0.5 * sizes[k] / N);
        return shares;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sharesFollowTheDefinitionOnAnyNumberOfThreads(long seed) {
        Classes classes = classes();
        Binning binning = RandomBinning.of(classes, BinSizes.balanced(classes.sizes(), BINS), seed);
        double[] one = new double[0];
        for (int count = 1; count <= 3; count += 2) {
            try (Threads threads = new Threads(count)) {
                Features rows = rows(new Random(seed), threads);
                double[] shares = AdaptiveShares.of(binning, classes, rows, threads);
                double[] expected = byDefinition(binning, classes, rows);
                for (int k = 0; k < BINS; k++) {
                    assertThat(shares[k]).isCloseTo(expected[k], within(1e-12));
                }
                assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
                assertThat(count == 1 ? shares : one).containsExactly(shares);
                one = shares;
            }
        }
    }

    /** Half of the share is by size; the mean and the spread decide the rest. */
    @Test
    void spreadBinsAndBinsNearTheMiddleGetMore() {
        float[] numbers = {1, 0, 1, 0, 1, 0.9f, 1, -0.9f, -1, 0, -1, 0.1f};
        Classes one = Classes.all(6, new BitSet());
        Binning binning = new Binning(List.of(bin(0, 1), bin(2, 3), bin(4, 5), bin()));
        try (Threads threads = new Threads(1)) {
            double[] shares =
                    AdaptiveShares.of(binning, one, new DenseFeatures(FloatMatrix.of(numbers, 6, 2), threads), threads);
            assertThat(shares[1]).isGreaterThan(shares[0]); // as far to the right, but spread
            assertThat(shares[0]).isGreaterThan(shares[2]); // far from the mean, and hardly spread
            assertThat(shares[3]).isZero();
        }
    }

    @Test
    void equalRowsShareAlikeAndNothingIsRefused() {
        Classes all = Classes.all(6, new BitSet());
        try (Threads threads = new Threads(1)) {
            Features rows = new DenseFeatures(FloatMatrix.of(new float[] {1, 1, 1, 1, 1, 1}, 6, 1), threads);
            assertThat(AdaptiveShares.of(new Binning(List.of(bin(0, 1, 2), bin(3, 4, 5))), all, rows, threads))
                    .containsExactly(0.5, 0.5);
            assertThatThrownBy(() -> AdaptiveShares.of(new Binning(List.of(bin())), all, rows, threads))
                    .hasMessage("there are no samples in bins to share a selection among");
        }
    }

    private static Ranking bin(int... ids) {
        return new Ranking(ids, new double[ids.length]);
    }

    /** A prefix is a selection: classes keep their balance, bins their shares as long as they last, nothing twice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aDrawBySharesIsNestedAndKeepsWithinReachOfThem(long seed) {
        Random random = new Random(seed);
        double[] weights = random.doubles(BINS, 0.2, 1).toArray();
        double[] shares = Arrays.stream(weights)
                .map(weight -> weight / Arrays.stream(weights).sum())
                .toArray();
        Classes classes = classes();
        Binning binning = RandomBinning.of(classes, BinSizes.balanced(classes.sizes(), BINS), 5);
        int[] order = DrawOrder.of(binning, classes, N, seed, shares);
        assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, N).toArray());
        assertThat(DrawOrder.of(binning, classes, N, seed, shares)).isEqualTo(order);
        assertThat(DrawOrder.of(binning, classes, N, seed + 1, shares)).isNotEqualTo(order);
        int[] binOf = binning.binOf(N);
        int[] binSizes = new int[BINS];
        IntStream.range(0, 200).forEach(id -> binSizes[binOf[id]]++);
        int[] had = new int[BINS];
        int ofFirst = 0;
        for (int m = 0; m < N; m++) {
            if (order[m] < 200) {
                ofFirst++;
                had[binOf[order[m]]]++;
                boolean full = IntStream.range(0, BINS).anyMatch(k -> had[k] == binSizes[k]);
                for (int k = 0; k < BINS && !full; k++) {
                    assertThat((double) had[k]).isCloseTo(shares[k] * ofFirst, within(1 + shares[k] * BINS));
                }
            }
            assertThat((double) ofFirst).isCloseTo((m + 1) * 200.0 / N, within(1.0));
        }
    }

    @Test
    void binsWithoutAShareComeLastAndSmallClassesBeginAnywhere() {
        long[] labels = new long[400];
        Arrays.setAll(labels, i -> i / 4);
        Classes classes = Classes.byLabel(labels, new BitSet());
        Binning binning = RandomBinning.of(classes, BinSizes.balanced(classes.sizes(), 4), 5);
        int[] binOf = binning.binOf(400);
        int[] order = DrawOrder.of(binning, classes, 400, 3, new double[] {0.5, 0.25, 0.25, 0});
        int[] first = new int[4];
        Arrays.stream(order, 0, 100).forEach(id -> first[binOf[id]]++);
        assertThat(first[0]).isBetween(40, 80); // one sample a class: by share, not all of the largest
        assertThat(first[1]).isBetween(10, 40);
        assertThat(first[2]).isBetween(10, 40);
        assertThat(Arrays.stream(order, 0, 300).map(id -> binOf[id])).doesNotContain(3);
        assertThat(Arrays.stream(order, 300, 400).map(id -> binOf[id])).containsOnly(3);
    }
}
