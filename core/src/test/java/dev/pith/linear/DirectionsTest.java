package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.HardRows;
import dev.pith.feature.Similarity;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directions are orthonormal but for rounding, and the first is the one that was given. */
class DirectionsTest {
    @ParameterizedTest
    @EnumSource
    void areOrthonormalAndBeginWithTheGivenOne(HardRows rows) {
        for (int d : HardRows.sizes()) {
            int n = d > 100 ? 33 : 90;
            Features features = DenseFeatures.of(rows.values(n, d, d), d);
            for (Similarity similarity : rows.similarities()) {
                int[] sample = usable(features, similarity);
                double[] first = new double[d];
                for (int row : sample) {
                    features.add(row, similarity.weight(features.squaredNorm(row)), first);
                }
                Directions directions = new Directions(features, similarity, sample, first);
                assertThat(directions.count()).isLessThanOrEqualTo(Math.min(d, 32));
                // What the derivation of Rounding.growth says of a product, all of it rounding.
                double rounding = (d / 2 + 66) * 0x1p-53;
                for (int a = 0; a < directions.count(); a++) {
                    double[] along = directions.coordinatesOf(directions.direction(a));
                    for (int b = 0; b <= a; b++) {
                        assertThat(along[b]).isCloseTo(a == b ? 1 : 0, within(2 * rounding));
                    }
                }
                double norm = LinearGain.norm(first);
                if (norm > 0 && norm < 0x1p80) {
                    assertThat(directions.coordinatesOf(first)[0]).isCloseTo(norm, within((d + 16) * 0x1p-52 * norm));
                }
            }
        }
    }

    /** Those that float32 can say anything of; the others never rest on a bound. */
    private static int[] usable(Features features, Similarity similarity) {
        return IntStream.range(0, features.size())
                .filter(i -> features.squaredNorm(i) < 0x1p80
                        && (similarity != Similarity.COSINE || features.squaredNorm(i) > 0x1p-80))
                .toArray();
    }

    /** Rows of 40 numbers that are mixes of 5 vectors, and a little noise, have hardly anything outside. */
    @Test
    void explainRowsOfFewDimensions() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[200 * 40];
        double[][] base = new double[5][40];
        for (double[] vector : base) {
            Arrays.setAll(vector, j -> random.nextGaussian());
        }
        for (int i = 0; i < 200; i++) {
            for (double[] vector : base) {
                double factor = random.nextGaussian();
                for (int j = 0; j < 40; j++) {
                    values[i * 40 + j] += (float) (factor * vector[j]);
                }
            }
        }
        Features features = DenseFeatures.of(values, 40);
        int[] sample = IntStream.range(0, 200).toArray();
        double[] first = new double[40];
        features.add(0, 1, first);
        Directions directions = new Directions(features, Similarity.DOT, sample, first);
        for (int i = 0; i < 200; i++) {
            double[] row = new double[40];
            features.add(i, 1, row);
            double inside = LinearGain.norm(directions.coordinatesOf(row));
            assertThat(inside).isCloseTo(LinearGain.norm(row), within(1e-5 * LinearGain.norm(row)));
        }
    }

    /**
     * Along the given direction there is most to explain, but nothing that is not explained already. Every row has a
     * twin on the other side of it, so that nothing across goes together with it; the numbers are exact in float32.
     */
    @Test
    void wasteNoneOnWhatTheGivenOneExplains() {
        SplittableRandom random = new SplittableRandom(4);
        int d = 40;
        float[] values = new float[200 * d];
        for (int i = 0; i < 200; i++) {
            values[i * d] = 16;
            for (int j = 1; j <= 31; j++) { // as many as there are further directions
                values[i * d + j] = i % 2 == 1 ? -values[(i - 1) * d + j] : random.nextInt(5) - 2;
            }
        }
        Features features = DenseFeatures.of(values, d);
        double[] first = new double[d];
        first[0] = 1;
        Directions directions =
                new Directions(features, Similarity.DOT, IntStream.range(0, 200).toArray(), first);
        assertThat(directions.count()).isEqualTo(32);
        for (int i = 0; i < 200; i++) {
            double[] row = new double[d];
            features.add(i, 1, row);
            double inside = LinearGain.norm(directions.coordinatesOf(row));
            assertThat(inside).isCloseTo(LinearGain.norm(row), within(1e-4));
        }
    }

    @Test
    void areNoneOfNothing() {
        Features zeros = DenseFeatures.of(new float[12], 4);
        Directions directions = new Directions(zeros, Similarity.DOT, new int[] {0, 1, 2}, new double[4]);
        assertThat(directions.count()).isZero();
        assertThat(new Directions(zeros, Similarity.DOT, new int[0], new double[] {0, 3, 0, 4}).direction(0))
                .containsExactly(0, 0.6, 0, 0.8);
    }

    @Test
    void areFoundFromRowsSpreadEvenly() {
        for (int n : HardRows.sizes()) {
            int[] rows = IntStream.range(0, n).map(i -> 2 * i + 1).toArray();
            int[] sample = Directions.sampled(rows);
            assertThat(sample).hasSize(Math.min(n, 512)).doesNotHaveDuplicates().isSorted();
            assertThat(sample[0]).isEqualTo(1);
            assertThat(Arrays.stream(rows).boxed())
                    .contains(Arrays.stream(sample).boxed().toArray(Integer[]::new));
        }
    }
}
