package dev.pith.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExchangeBinningTest {
    private static final int N = 600;
    private static final int D = 5;

    private static Features features() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[N * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return DenseFeatures.of(values, D);
    }

    /** The sum of squared distances of a bin to its mean, from scratch. */
    private static double spread(Features features, Ranking bin) {
        double sum = 0;
        for (int a : bin.ids()) {
            for (int b : bin.ids()) {
                sum += features.squaredNorm(a) + features.squaredNorm(b) - 2 * features.dot(a, b);
            }
        }
        return sum / 2 / bin.ids().length;
    }

    @Test
    void binsBecomeGradedLevelsOfDiversity() {
        Features features = features();
        Classes classes = Classes.all(N, new BitSet());
        int[][] sizes = BinSizes.balanced(classes.sizes(), 4);
        Binning binning = ExchangeBinning.of(features, classes, sizes, Similarity.SQEUCLID, 7, Progress.NONE);
        double[] spreads = binning.bins().stream()
                .mapToDouble(bin -> spread(features, bin))
                .toArray();
        assertThat(spreads).isSorted();
        assertThat(spreads[3]).isGreaterThan(3 * spreads[0]);
        for (Ranking bin : binning.bins()) {
            assertThat(bin.ids()).hasSize(N / 4);
            assertThat(bin.gains()).isSorted();
            assertThat(Arrays.stream(bin.gains()).sum())
                    .isCloseTo(spread(features, bin), org.assertj.core.data.Percentage.withPercentage(1e-6));
        }
        assertThat(binning.binOf(N)).doesNotContain(-1);
    }

    @Test
    void dependsOnTheSeedAlone() {
        Features features = features();
        Classes classes = Classes.all(N, new BitSet());
        int[][] sizes = BinSizes.balanced(classes.sizes(), 3);
        Binning one = ExchangeBinning.of(features, classes, sizes, Similarity.COSINE, 7, Progress.NONE);
        Binning same = ExchangeBinning.of(features, classes, sizes, Similarity.COSINE, 7, Progress.NONE);
        Binning other = ExchangeBinning.of(features, classes, sizes, Similarity.COSINE, 8, Progress.NONE);
        assertThat(one.binOf(N)).isEqualTo(same.binOf(N)).isNotEqualTo(other.binOf(N));
    }
}
