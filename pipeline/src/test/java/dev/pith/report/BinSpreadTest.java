package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.feature.Similarity;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BinSpreadTest {
    private static final int N = 83;
    private static final int DIMENSION = 5;
    private static final int[] CLASSES =
            IntStream.range(0, N).map(id -> id * id % 3).toArray();
    private static final String[] NAMES = {"a", "b", "c"};

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void equalsTheMeanOverAllPairs(Similarity similarity) {
        PlainFeatures features = PlainFeatures.random(N, DIMENSION, 7);
        Samples samples = NaiveBins.of(features, similarity, CLASSES, NAMES, 4, 2);

        BinSpread spread = BinSpread.of(features, similarity, Cells.of(samples, true, id -> true), samples.selected());

        for (int b = 0; b < 4; b++) {
            int bin = b;
            assertSpread(
                    new BinSpread.Pair(spread.pairDistance()[b], spread.centreDistance()[b]),
                    naive(features, similarity, id -> samples.bin()[id] == bin));
        }
        assertSpread(spread.all(), naive(features, similarity, id -> true));
        assertSpread(spread.kept(), naive(features, similarity, id -> samples.selected()[id]));
    }

    @Test
    void growsFromTheFirstBinToTheLast() {
        PlainFeatures features = PlainFeatures.random(300, DIMENSION, 8);
        Samples samples = NaiveBins.of(features, Similarity.COSINE, new int[0], new String[0], 5, 1);

        BinSpread spread =
                BinSpread.of(features, Similarity.COSINE, Cells.of(samples, false, id -> true), samples.selected());

        assertThat(spread.centreDistance()[4]).isGreaterThan(1.5 * spread.centreDistance()[0]);
        assertThat(spread.pairDistance()[4]).isGreaterThan(1.5 * spread.pairDistance()[0]);
    }

    @Test
    void aBinOfOneSampleHasNoPairs() {
        PlainFeatures features = new PlainFeatures(new double[][] {{0, 0}, {3, 4}});
        Samples samples =
                new Samples(new int[] {0, 1}, new int[2], new double[2], new boolean[2], new int[2], new String[0]);

        BinSpread spread =
                BinSpread.of(features, Similarity.SQEUCLID, Cells.of(samples, false, id -> true), samples.selected());

        assertThat(spread.pairDistance()).containsExactly(Double.NaN, Double.NaN);
        assertThat(spread.centreDistance()).containsExactly(2.5, 2.5);
        assertThat(spread.all()).isEqualTo(new BinSpread.Pair(5, 2.5));
        assertThat(spread.kept()).isEqualTo(new BinSpread.Pair(Double.NaN, Double.NaN));
    }

    private static void assertSpread(BinSpread.Pair actual, BinSpread.Pair expected) {
        assertThat(actual.pairDistance()).isCloseTo(expected.pairDistance(), within(1e-9));
        assertThat(actual.centreDistance()).isCloseTo(expected.centreDistance(), within(1e-9));
    }

    /** Pair by pair and sample by sample, within classes. */
    private static BinSpread.Pair naive(PlainFeatures features, Similarity similarity, IntPredicate chosen) {
        double pairs = 0;
        double pairSum = 0;
        double count = 0;
        double centreSum = 0;
        for (int i = 0; i < N; i++) {
            if (!chosen.test(i)) {
                continue;
            }
            double[] centre = new double[DIMENSION];
            int inClass = 0;
            for (int j = 0; j < N; j++) {
                if (CLASSES[j] != CLASSES[i]) {
                    continue;
                }
                inClass++;
                for (int k = 0; k < DIMENSION; k++) {
                    centre[k] += row(features, similarity, j)[k];
                }
                if (j != i && chosen.test(j)) {
                    pairs++;
                    pairSum += squaredDistance(row(features, similarity, i), row(features, similarity, j));
                }
            }
            int size = inClass;
            count++;
            centreSum += squaredDistance(
                    row(features, similarity, i),
                    Arrays.stream(centre).map(v -> v / size).toArray());
        }
        return new BinSpread.Pair(Math.sqrt(pairSum / pairs), Math.sqrt(centreSum / count));
    }

    private static double[] row(PlainFeatures features, Similarity similarity, int id) {
        double weight = similarity.weight(features.squaredNorm(id));
        return Arrays.stream(features.row(id)).map(v -> v * weight).toArray();
    }

    private static double squaredDistance(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(k -> (a[k] - b[k]) * (a[k] - b[k]))
                .sum();
    }
}
