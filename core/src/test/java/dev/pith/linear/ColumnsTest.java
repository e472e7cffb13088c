package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.HardRows;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A column never errs by more than it says, as computed and after others were taken out of it. */
class ColumnsTest {
    @ParameterizedTest
    @EnumSource
    void neverErrByMoreThanTheySay(HardRows rows) {
        SplittableRandom random = new SplittableRandom(1);
        try (Threads threads = new Threads(2)) {
            for (int n : HardRows.sizes()) {
                int d = n < 100 ? 33 : 3;
                Features features = DenseFeatures.of(rows.values(n, d, n), d);
                for (Similarity similarity : rows.similarities(n)) {
                    int[] all = IntStream.range(0, n).toArray();
                    double[] slope = slope(features, similarity, all);
                    int[] positions = IntStream.of(0, n / 3, n / 2, n - 1)
                            .filter(k -> slope[k] != 0)
                            .distinct()
                            .toArray();
                    Columns columns = new Columns(features, all, slope, threads);
                    columns.compute(positions);
                    check(columns, features, similarity, all, slope, positions);
                    for (int oneIn : new int[] {2, 5}) {
                        int[] kept = Arrays.stream(all)
                                .filter(k ->
                                        Arrays.stream(positions).anyMatch(p -> p == k) || random.nextInt(oneIn) == 0)
                                .toArray();
                        double[] keptSlope =
                                Arrays.stream(kept).mapToDouble(k -> slope[k]).toArray();
                        int[] keptPositions = Arrays.stream(positions)
                                .map(p -> Arrays.binarySearch(kept, p))
                                .toArray();
                        Columns whole = new Columns(features, all, slope, threads);
                        whole.compute(positions);
                        Columns narrow = whole.narrowed(kept, keptSlope);
                        check(narrow, features, similarity, kept, keptSlope, keptPositions);
                        if (keptPositions.length > 1) {
                            narrow.drop(keptPositions[0]); // its bytes go to the next
                            assertThat(narrow.has(keptPositions[0])).isFalse();
                            narrow.compute(new int[] {keptPositions[0]});
                            check(narrow, features, similarity, kept, keptSlope, keptPositions);
                        }
                    }
                }
            }
        }
    }

    private static double[] slope(Features features, Similarity similarity, int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(features::squaredNorm)
                .map(norm -> Float32.trusts(similarity, norm) ? similarity.scale() * similarity.weight(norm) : 0)
                .toArray();
    }

    private static void check(
            Columns columns, Features features, Similarity similarity, int[] rows, double[] slope, int[] positions) {
        double largest = IntStream.range(0, rows.length)
                .filter(i -> slope[i] != 0)
                .mapToDouble(i -> features.squaredNorm(rows[i]))
                .max()
                .orElse(0);
        for (int position : positions) {
            assertThat(columns.has(position)).isTrue();
            double product = Float32.gainError(
                    features, similarity, Math.sqrt(largest), Math.sqrt(features.squaredNorm(rows[position])));
            double worst = 0;
            for (int i = 0; i < rows.length; i++) {
                if (i != position) {
                    double exact = slope[i] == 0 ? 0 : slope[i] * features.dot(rows[i], rows[position]);
                    worst = Math.max(worst, Math.abs(value(columns, position, i) - exact));
                }
            }
            assertThat(worst).isLessThanOrEqualTo(columns.error(position) + product);
        }
    }

    private static double value(Columns columns, int position, int i) {
        return columns.least(position) + (double) columns.step(position) * (columns.bytes(position)[i] + 128);
    }

    /** Products of small whole numbers are exact, which leaves nothing but the errors of the column. */
    @Test
    void neverErrByMoreThanTheySayOfExactProducts() {
        double closest = 0;
        try (Threads threads = new Threads(1)) {
            for (int n : HardRows.sizes()) {
                for (float scale : new float[] {1, 0x1p-55f, 0x1p-62f, 0x1p39f}) {
                    float[] values = HardRows.SMALL_INTEGERS_REPEATED.values(n, 5, n);
                    for (int k = 0; k < values.length; k++) {
                        values[k] *= scale;
                    }
                    Features features = DenseFeatures.of(values, 5);
                    int[] all = IntStream.range(0, n).toArray();
                    for (double third : new double[] {1, 1 / 3.0}) {
                        double[] slope = new double[n];
                        Arrays.fill(slope, third);
                        Columns columns = new Columns(features, all, slope, threads);
                        columns.compute(all.length < 40 ? all : new int[] {0, n / 2, n - 1});
                        for (int position : new int[] {0, n / 2, n - 1}) {
                            for (int i = 0; i < n; i++) {
                                double exact = third * features.dot(i, position);
                                double off = i == position ? 0 : Math.abs(value(columns, position, i) - exact);
                                assertThat(off).isLessThanOrEqualTo(columns.error(position));
                                closest = Math.max(closest, off / columns.error(position));
                            }
                        }
                    }
                }
            }
        }
        assertThat(closest).isGreaterThan(0.98); // the half step is needed
    }

    /** Equal values need no step, and are off by what rounding to float32 takes. */
    @Test
    void neverErrByMoreThanTheySayOfEqualValues() {
        try (Threads threads = new Threads(1)) {
            for (float length : new float[] {1, 3, 0x1p-50f, 0x1p30f}) {
                Features features = DenseFeatures.of(new float[] {length, length, length, length}, 1);
                double[] slope = new double[4];
                Arrays.fill(slope, 1 / 3.0);
                Columns columns = new Columns(features, new int[] {0, 1, 2, 3}, slope, threads);
                columns.compute(new int[] {2});
                assertThat(columns.step(2)).isZero();
                double exact = 1 / 3.0 * length * length;
                assertThat(Math.abs(value(columns, 2, 0) - exact)).isLessThanOrEqualTo(columns.error(2));
                assertThat(columns.error(2)).isLessThan(1e-6 * exact + 0x1p-111);
            }
        }
    }

    /** Values that lie nearer to each other than the smallest steps count as equal. */
    @Test
    void neverErrByMoreThanTheySayOfValuesTooNear() {
        try (Threads threads = new Threads(1)) {
            Features features = DenseFeatures.of(new float[] {0x1p-60f, 0x1.8p-57f, -0x1.8p-57f, 0x1.8p-53f, 0}, 1);
            double[] slope = {1, 1, 1, 1, 1};
            Columns columns = new Columns(features, new int[] {0, 1, 2, 3, 4}, slope, threads);
            columns.compute(new int[] {0});
            assertThat(columns.step(0)).isZero();
            for (int i = 1; i < 5; i++) {
                assertThat(Math.abs(value(columns, 0, i) - features.dot(i, 0))).isLessThanOrEqualTo(columns.error(0));
            }
        }
    }
}
