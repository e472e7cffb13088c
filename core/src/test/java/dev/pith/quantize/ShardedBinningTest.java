package dev.pith.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.parallel.Threads;
import dev.pith.quantize.RecursiveBinning.BinPicker;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardedBinningTest {
    private static final int N = 1500;
    private static final int D = 8;
    private static final int BINS = 5;

    /** Rows around six centres. */
    private static Features features() {
        SplittableRandom random = new SplittableRandom(3);
        float[] centres = new float[6 * D];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
        }
        float[] values = new float[N * D];
        for (int i = 0; i < values.length; i++) {
            int centre = i / D * 7 % 6;
            values[i] = centres[centre * D + i % D] + 0.3f * (float) random.nextGaussian();
        }
        return DenseFeatures.of(values, D);
    }

    private static Classes classes() {
        return Classes.byLabel(
                IntStream.range(0, N).mapToLong(i -> i % 10 < 7 ? 0 : 1).toArray(), new BitSet());
    }

    private static BiFunction<int[], Threads, BinPicker> pickers(Features features, Similarity similarity) {
        return (ids, threads) -> RecursiveBinning.graphCutPicker(
                new FeaturePool(features, similarity, ids, threads), similarity, 1, 0, threads);
    }

    @Test
    void ofOneShardIsTheWhole() {
        Features features = features();
        try (Threads threads = new Threads(2)) {
            ShardedBinning whole = new ShardedBinning(classes(), Shards.parse("auto"), 1);
            Binning binning = whole.bin(BINS, pickers(features, Similarity.COSINE), threads, Progress.NONE);
            int[][] sizes = BinSizes.balanced(classes().sizes(), BINS);
            Binning exact =
                    RecursiveBinning.graphCut(features, classes(), sizes, Similarity.COSINE, 1, threads, Progress.NONE);
            for (int k = 0; k < BINS; k++) {
                assertThat(binning.bins().get(k).ids())
                        .isEqualTo(exact.bins().get(k).ids());
                assertThat(binning.bins().get(k).gains())
                        .isEqualTo(exact.bins().get(k).gains());
            }
            assertThat(whole.offBy(features, binning, Similarity.COSINE, 1, threads))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void isAPartitionWhoseBinsAreThoseOfTheShards(Similarity similarity) {
        Features features = features();
        try (Threads one = new Threads(1);
                Threads two = new Threads(2)) {
            ShardedBinning sharded = new ShardedBinning(classes(), new Shards(4), 1);
            Binning binning = sharded.bin(BINS, pickers(features, similarity), two, Progress.NONE);
            assertThat(binning.binOf(N)).doesNotContain(-1);
            assertThat(binning.bins().stream().mapToInt(Ranking::size)).containsOnly(N / BINS);
            Binning again = sharded.bin(BINS, pickers(features, similarity), one, Progress.NONE);
            for (int k = 0; k < BINS; k++) {
                assertThat(again.bins().get(k).ids())
                        .isEqualTo(binning.bins().get(k).ids());
            }
            // The first picks of a class are the first picks of its shards, in turns.
            int[][] parts = new Shards(4).split(classes().ids()[0], 1);
            int[] first = Arrays.stream(parts)
                    .mapToInt(part -> pickers(features, similarity)
                            .apply(part, one)
                            .next(1, Progress.NONE)
                            .ids()[0])
                    .toArray();
            assertThat(Arrays.copyOf(binning.bins().get(0).ids(), 4)).isEqualTo(first);
        }
    }

    @Test
    void gainsAreTheMoreOffTheSmallerTheShardsAre() {
        Features features = features();
        try (Threads threads = new Threads(2)) {
            double before = 0;
            for (int count : new int[] {2, 8, 64}) {
                ShardedBinning sharded = new ShardedBinning(classes(), new Shards(count), 1);
                Binning binning = sharded.bin(BINS, pickers(features, Similarity.COSINE), threads, Progress.NONE);
                double off = sharded.offBy(features, binning, Similarity.COSINE, 1, threads);
                assertThat(off).isGreaterThan(before);
                before = off;
            }
        }
    }

    /** The gain of every row, inside its shard and among all, computed pair by pair. */
    @Test
    void offByIsTheDifferenceOfGains() {
        Features features = features();
        Classes all = Classes.all(N, new BitSet());
        try (Threads threads = new Threads(2)) {
            ShardedBinning sharded = new ShardedBinning(all, new Shards(3), 1);
            Binning binning = sharded.bin(BINS, pickers(features, Similarity.COSINE), threads, Progress.NONE);
            int[] binOf = binning.binOf(N);
            int[] everything = all.ids()[0];
            double largest = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            double off = 0;
            for (int[] part : new Shards(3).split(everything, 1)) {
                for (int i : part) {
                    double among =
                            sum(features, i, everything, binOf, false) - 2 * sum(features, i, everything, binOf, true);
                    largest = Math.max(largest, among);
                    least = Math.min(least, among);
                    double inside = 3 * sum(features, i, part, binOf, false) - 6 * sum(features, i, part, binOf, true);
                    off = Math.max(off, Math.abs(inside - among));
                }
            }
            assertThat(sharded.offBy(features, binning, Similarity.COSINE, 1, threads))
                    .isCloseTo(off / (largest - least), org.assertj.core.data.Percentage.withPercentage(1e-6));
        }
    }

    private static double sum(Features features, int i, int[] rows, int[] binOf, boolean picked) {
        return IntStream.of(rows)
                .filter(j -> !picked || binOf[j] == 0)
                .mapToDouble(
                        j -> Similarity.COSINE.of(features.dot(i, j), features.squaredNorm(i), features.squaredNorm(j)))
                .sum();
    }
}
