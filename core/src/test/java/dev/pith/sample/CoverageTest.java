package dev.pith.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CoverageTest {
    private static final int N = 150;
    private static final int D = 7;
    private static Threads one;
    private static Threads two;

    private final float[] rows = new float[N * D];

    CoverageTest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble(-1, 1) * (1 + i / D % 3);
        }
        System.arraycopy(rows, 0, rows, 50 * D, D); // rows 50 and 100 repeat row 0
        System.arraycopy(rows, 0, rows, 100 * D, D);
    }

    @BeforeAll
    static void start() {
        one = new Threads(1);
        two = new Threads(2);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void findsWhatTheNaiveLoopFinds(Similarity similarity) {
        int[] queries = IntStream.range(0, N).filter(id -> id % 4 != 1).toArray();
        int[] kept = {149, 50, 3, 17, 100, 64, 88};
        try (Features features = features()) {
            Coverage coverage = Coverage.of(features, similarity, queries, kept, two);
            for (int q = 0; q < queries.length; q++) {
                int query = queries[q];
                double least = IntStream.of(kept)
                        .mapToDouble(id -> distance(similarity, query, id))
                        .min()
                        .orElseThrow();
                assertThat(coverage.distance()[q]).isCloseTo(least, within(1e-6));
                assertThat(distance(similarity, query, coverage.nearest()[q])).isCloseTo(least, within(1e-6));
            }
            assertThat(Coverage.of(features, similarity, queries, kept, one).distance())
                    .isEqualTo(coverage.distance());
        }
    }

    /**
     * Products of such rows are 0 or infinite in float32; the distances are those of the same rows at another scale.
     */
    @ParameterizedTest
    @CsvSource({"COSINE, 0x1p-75f", "DOT, 0x1p-75f", "SQEUCLID, 0x1p-65f", "COSINE, 0x1p75f", "SQEUCLID, 0x1p75f"})
    void rowsBeyondTheRangeOfFloatProductsToo(Similarity similarity, String scaled) {
        float scale = Float.parseFloat(scaled);
        float[] others = rows.clone();
        for (int i = 0; i < others.length; i++) {
            others[i] *= scale;
        }
        int[] queries = IntStream.range(0, N).toArray();
        int[] kept = {149, 50, 3, 17, 100, 64, 88};
        Coverage expected = Coverage.of(features(), similarity, queries, kept, two);
        Coverage coverage = Coverage.of(DenseFeatures.of(others, D), similarity, queries, kept, two);
        assertThat(coverage.nearest()).isEqualTo(expected.nearest());
        for (int q = 0; q < N; q++) {
            double distance = similarity == Similarity.COSINE ? coverage.distance()[q] : coverage.distance()[q] / scale;
            assertThat(distance).isCloseTo(expected.distance()[q], within(1e-7)); // cosine rounds otherwise
        }
    }

    @Test
    void ofEquallyNearOnesTheLowerAndAKeptOneItself() {
        try (Features features = features()) {
            Coverage coverage = Coverage.of(features, Similarity.DOT, new int[] {0, 100, 50}, new int[] {100, 50}, two);
            assertThat(coverage.nearest()).containsExactly(50, 100, 50);
            assertThat(coverage.distance()).containsExactly(0, 0, 0);
        }
    }

    @Test
    void quantilesAreDistancesThatOccur() {
        Coverage coverage = new Coverage(new int[4], new double[] {4, 1, 3, 2});
        assertThat(coverage.mean()).isEqualTo(2.5);
        assertThat(coverage.quantile(0.5)).isEqualTo(2);
        assertThat(coverage.quantile(0.95)).isEqualTo(4);
        assertThat(coverage.quantile(0)).isEqualTo(1);
        assertThat(new Coverage(new int[0], new double[0]).quantile(0.95)).isNaN();
    }

    private Features features() {
        return DenseFeatures.of(rows, D);
    }

    private double distance(Similarity similarity, int i, int j) {
        double wi = similarity == Similarity.COSINE ? 1 / norm(i) : 1;
        double wj = similarity == Similarity.COSINE ? 1 / norm(j) : 1;
        double sum = 0;
        for (int k = 0; k < D; k++) {
            double difference = wi * rows[i * D + k] - wj * rows[j * D + k];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private double norm(int i) {
        double sum = 0;
        for (int k = 0; k < D; k++) {
            sum += (double) rows[i * D + k] * rows[i * D + k];
        }
        return Math.sqrt(sum);
    }
}
