package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.HardRows;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bound is never below the largest gain of the rows outside, however many picks were made since. */
class GroupBoundTest {
    @ParameterizedTest
    @EnumSource
    void isNeverBelowTheLargestGain(HardRows rows) {
        try (Threads threads = new Threads(2)) {
            for (int n : HardRows.sizes()) {
                for (int d : n < 100 ? new int[] {1, 2, 40} : new int[] {7}) {
                    Features features = DenseFeatures.of(rows.values(n, d, n + d), d);
                    for (Similarity similarity : rows.similarities(n)) {
                        check(features, similarity, false, threads);
                        check(features, similarity, true, threads);
                    }
                }
            }
        }
    }

    private static void check(Features features, Similarity similarity, boolean herding, Threads threads) {
        int n = features.size();
        FeaturePool pool =
                new FeaturePool(features, similarity, IntStream.range(0, n).toArray(), threads);
        LinearGain gain = herding
                ? LinearGain.herding(similarity, pool.moments())
                : LinearGain.graphCut(similarity, pool.moments(), 1);
        Candidates candidates = pool.best(gain, Math.max(1, Math.min(n / 2, 60)));
        int[] outside = outside(candidates, n);
        int[] order = candidates.rows();
        for (int picks = 0; picks < order.length; picks++) {
            if (picks < 3 || picks % 20 == 0) {
                double bound = candidates.outside().largestGain(gain);
                double largest = Arrays.stream(outside)
                        .mapToDouble(id -> gain.of(features, id))
                        .max()
                        .orElse(Double.NEGATIVE_INFINITY);
                assertThat(largest).isLessThanOrEqualTo(bound);
            }
            gain.pick(features, order[picks]);
        }
    }

    private static int[] outside(Candidates candidates, int n) {
        BitSet inside = new BitSet();
        Arrays.stream(candidates.ids()).forEach(inside::set);
        return IntStream.range(0, n).filter(id -> !inside.get(id)).toArray();
    }

    /**
     * One row of one number leaves the bound hardly any room: only what is said of rounding to float32 and in double.
     */
    @Test
    void holdsWhereItIsTight() {
        try (Threads threads = new Threads(1)) {
            int[] both = {0, 1};
            for (int seed = 0; seed < 3000; seed++) {
                Features features = DenseFeatures.of(HardRows.ISOTROPIC.values(2, 1, seed), 1);
                Moments pool = new FeaturePool(features, Similarity.DOT, both, threads).moments();
                LinearGain gain = LinearGain.graphCut(Similarity.DOT, pool, 1);
                Directions directions = new Directions(features, Similarity.DOT, both, pool.vector());
                Coordinates coordinates = new Coordinates(directions, features, Similarity.DOT, both, threads);
                // The exact gain, as a pool of shares has it: the error of float32 would hide the others.
                double[] gains = {Double.NaN, gain.of(features, 1)};
                GroupBound bound = new GroupBound(Groups.of(features, coordinates, both, gains), directions, 0, gain);
                gain.pick(features, 0);
                double size = Math.abs(features.dot(1, 0)) + Math.abs(features.dot(1, pool.vector()));
                assertThat(bound.largestGain(gain) - gain.of(features, 1)).isBetween(0.0, 1e-6 * size);
            }
        }
    }

    /** The only direction is along rows whose coordinate is no float: half of them are kept too small. */
    @Test
    void countsThatCoordinatesAreRoundedToFloat32() {
        try (Threads threads = new Threads(1)) {
            int[] both = {0, 1};
            for (int seed = 0; seed < 1000; seed++) {
                float[] two = HardRows.ISOTROPIC.values(2, 1, seed);
                Features features = DenseFeatures.of(new float[] {two[0], 2 * two[0], 0, two[1], 2 * two[1], 0}, 3);
                assertThatBoundIsTight(features, both, new int[] {0, 1}, threads);
            }
        }
    }

    /** Nothing of what was picked lies along the only direction, and the row outside is its opposite. */
    @Test
    void countsAllThatLiesAcrossTheDirections() {
        try (Threads threads = new Threads(1)) {
            for (int seed = 0; seed < 100; seed++) {
                float a = HardRows.ISOTROPIC.values(1, 1, seed)[0];
                Features features = DenseFeatures.of(new float[] {0, a, 0, -a, 3, 0}, 2);
                assertThatBoundIsTight(features, new int[] {2}, new int[] {0, 1, 2}, threads);
            }
        }
    }

    /** Row 0 is picked and row 1 is outside. */
    private static void assertThatBoundIsTight(Features features, int[] sample, int[] pool, Threads threads) {
        Moments all = new FeaturePool(features, Similarity.DOT, pool, threads).moments();
        LinearGain gain = LinearGain.graphCut(Similarity.DOT, all, 1);
        Directions directions = new Directions(features, Similarity.DOT, sample, all.vector());
        Coordinates coordinates = new Coordinates(directions, features, Similarity.DOT, pool, threads);
        double[] gains = new double[pool.length];
        Arrays.fill(gains, Double.NaN);
        gains[1] = gain.of(features, 1);
        GroupBound bound = new GroupBound(Groups.of(features, coordinates, pool, gains), directions, 0, gain);
        gain.pick(features, 0);
        double size = Math.sqrt(features.squaredNorm(0) * features.squaredNorm(1)) + Math.abs(gains[1]);
        assertThat(bound.largestGain(gain) - gain.of(features, 1)).isBetween(0.0, 1e-6 * size);
    }
}
