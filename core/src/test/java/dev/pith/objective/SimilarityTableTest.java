package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarityTableTest {
    private static void assertWithinError(Features features) {
        int[] ids = RandomRows.ids(features.size());
        Stream.of(
                        PairwiseSimilarity.of(features, Similarity.COSINE, ids),
                        PairwiseSimilarity.rbf(features, ids),
                        PairwiseSimilarity.unitRbf(features, ids),
                        PairwiseSimilarity.closeness(features, ids))
                .forEach(SimilarityTableTest::assertWithinError);
    }

    private static void assertWithinError(PairwiseSimilarity similarity) {
        try (Threads threads = new Threads(2)) {
            SimilarityTable table = new SimilarityTable(similarity, threads);
            for (int j = 0; j < similarity.size(); j++) {
                for (int x = 0; x < similarity.size(); x++) {
                    double read = table.least(j) + table.step(j) * table.row(j)[x];
                    assertThat(Math.abs(read - similarity.of(j, x))).isLessThanOrEqualTo(table.error(j));
                    assertThat(similarity.of(j, x)).isLessThanOrEqualTo(similarity.largest() + similarity.error());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void similaritiesAreWithinTheStatedError(long seed) {
        assertWithinError(RandomRows.of(seed, 60, 7));
    }

    @Test
    void alsoOfOneRowOfEqualOnesAndOfOppositeOnes() {
        assertWithinError(DenseFeatures.of(new float[] {3, 4}, 2));
        assertWithinError(DenseFeatures.of(new float[] {3, 4, 3, 4, 3, 4}, 2));
        assertWithinError(DenseFeatures.of(new float[] {0.1f, 0.7f, -0.1f, -0.7f, 0.3f, 2.1f}, 2));
    }

    @Test
    void alsoOfRowsFarFromTheOrigin() {
        assertWithinError(DenseFeatures.of(new float[] {0x1p60f, 1, 0x1p60f, 0x1p38f, 0x1.0008p60f, -3}, 2));
    }
}
