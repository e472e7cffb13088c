package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalMapTest {
    private static final int[] ALL = IntStream.range(0, 400).toArray();

    @Test
    void keepsTheDistancesOfRowsThatLieInAPlane() {
        PlainFeatures features = plane(400);

        PrincipalMap map = map(features, Similarity.SQEUCLID, ALL);

        assertThat(map.explained()).isCloseTo(1, within(1e-9));
        for (int i = 1; i < 400; i++) {
            double onMap = Math.hypot(map.x()[i] - map.x()[i - 1], map.y()[i] - map.y()[i - 1]);
            assertThat(onMap).isCloseTo(distance(features.row(i), features.row(i - 1)), within(1e-6));
        }
    }

    @Test
    void theFirstDirectionIsTheOneOfMostVariation() {
        PrincipalMap map = map(plane(400), Similarity.SQEUCLID, ALL);

        assertThat(variance(map.x())).isGreaterThan(4 * variance(map.y()));
    }

    @Test
    void equalRowsLieOnOnePoint() {
        PlainFeatures features = new PlainFeatures(new double[][] {{1, 2}, {1, 2}, {1, 2}});

        PrincipalMap map = map(features, Similarity.DOT, new int[] {0, 1, 2});

        assertThat(map.x()).containsExactly(0, 0, 0);
        assertThat(map.y()).containsExactly(0, 0, 0);
        assertThat(map.explained()).isZero();
    }

    @Test
    void rowsOnALineHaveNoSecondCoordinate() {
        PlainFeatures features = new PlainFeatures(new double[][] {{0, 0}, {3, 4}, {6, 8}});

        PrincipalMap map = map(features, Similarity.DOT, new int[] {0, 1, 2});

        assertThat(Math.abs(map.x()[2] - map.x()[0])).isCloseTo(10, within(1e-9));
        assertThat(map.y()).containsExactly(0, 0, 0);
    }

    @Test
    void cosineLooksAtDirectionsOnly() {
        PlainFeatures features = new PlainFeatures(new double[][] {{1, 0}, {50, 0}, {0, 1}, {0, 9}});

        PrincipalMap map = map(features, Similarity.COSINE, new int[] {0, 1, 2, 3});

        assertThat(map.x()[0]).isCloseTo(map.x()[1], within(1e-12));
        assertThat(map.x()[2]).isCloseTo(map.x()[3], within(1e-12));
        assertThat(Math.abs(map.x()[0] - map.x()[2])).isCloseTo(Math.sqrt(2), within(1e-9));
    }

    @Test
    void showsTenThousandPointsAtMost() {
        int n = 25_000;
        PlainFeatures features = PlainFeatures.random(n, 2, 1);

        PrincipalMap map = map(features, Similarity.DOT, IntStream.range(0, n).toArray());

        assertThat(map.ids()).hasSize(10_000).startsWith(0).endsWith(n - 1).doesNotHaveDuplicates();
    }

    private static PrincipalMap map(PlainFeatures features, Similarity similarity, int[] candidates) {
        try (Threads two = new Threads(2)) {
            return PrincipalMap.of(features, similarity, candidates, two);
        }
    }

    /** Points of a plane in four dimensions, wide in one direction of it. */
    private static PlainFeatures plane(int n) {
        SplittableRandom random = new SplittableRandom(9);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double a = 5 * (random.nextDouble() - 0.5);
            double b = random.nextDouble() - 0.5;
            rows[i] = new double[] {1 + a, 2 - a + b, 3 + a, 4 + a + b};
        }
        return new PlainFeatures(rows);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }

    private static double variance(double[] values) {
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        return IntStream.range(0, values.length)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElseThrow();
    }
}
