package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.report.PrincipalMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the map by neighbours those lie together that are near each other in all their features. */
class NeighborMapTest {
    private static final int D = 20;

    /** So many neighbours are asked for on a map, as is usual for trustworthiness. */
    private static final int NEAR = 12;

    private static float[] drawn(Features features, Similarity similarity, int count) {
        try (Threads threads = new Threads(count)) {
            return NeighborMap.draw(features, similarity, pca(features, similarity), threads, share -> {});
        }
    }

    private static ViewedRun.PointMap pca(Features features, Similarity similarity) {
        int[] usable = IntStream.range(0, features.size())
                .filter(id -> Likeness.isUsable(features.squaredNorm(id), similarity))
                .toArray();
        float[] x = new float[features.size()];
        float[] y = new float[features.size()];
        Arrays.fill(x, Float.NaN);
        Arrays.fill(y, Float.NaN);
        try (Threads one = new Threads(1)) {
            PrincipalMap map = PrincipalMap.of(features, similarity, usable, usable.length, one);
            for (int k = 0; k < usable.length; k++) {
                x[map.ids()[k]] = (float) map.x()[k];
                y[map.ids()[k]] = (float) map.y()[k];
            }
        }
        return new ViewedRun.PointMap(x, y, 0);
    }

    /** Clouds around corners of a cube of many dimensions; sample i is of cloud i % clouds. */
    private static float[] clouds(int n, int clouds, double apart) {
        Random random = new Random(7);
        double[][] middles = new double[clouds][D];
        for (double[] middle : middles) {
            Arrays.setAll(middle, j -> random.nextBoolean() ? apart : -apart);
        }
        float[] rows = new float[n * D];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < D; j++) {
                rows[i * D + j] = (float) (middles[i % clouds][j] + random.nextGaussian());
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void cloudsThatLieApartLieApart(Similarity similarity) {
        int clouds = 6;
        float[] places = drawn(DenseFeatures.of(clouds(600, clouds, 3), D), similarity, 2);
        for (int i = 0; i < 600; i++) {
            for (int j : nearest(places, 2, i, NEAR)) {
                assertThat(j % clouds).isEqualTo(i % clouds);
            }
        }
    }

    @Test
    void moreNeighboursStayTogetherThanByPca() {
        float[] rows = clouds(500, 10, 0.8);
        Features features = DenseFeatures.of(rows, D);
        ViewedRun.PointMap pca = pca(features, Similarity.SQEUCLID);
        float[] flat = new float[2 * 500];
        for (int i = 0; i < 500; i++) {
            flat[2 * i] = pca.x()[i];
            flat[2 * i + 1] = pca.y()[i];
        }
        double byPca = trustworthiness(rows, flat);
        double byNeighbours = trustworthiness(rows, drawn(features, Similarity.SQEUCLID, 2));
        assertThat(byNeighbours).isGreaterThan(byPca + 0.1).isGreaterThan(0.85);
    }

    /** Venna and Kaski 2001: 1 less what those count that are near on a map alone, by their ranks in the features. */
    private static double trustworthiness(float[] rows, float[] places) {
        int n = places.length / 2;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            int[] order = nearest(rows, D, i, n - 1);
            int[] rank = new int[n];
            for (int r = 0; r < order.length; r++) {
                rank[order[r]] = r + 1;
            }
            for (int j : nearest(places, 2, i, NEAR)) {
                sum += Math.max(0, rank[j] - NEAR);
            }
        }
        return 1 - 2 * sum / (n * NEAR * (2.0 * n - 3 * NEAR - 1));
    }

    private static int[] nearest(float[] rows, int columns, int i, int count) {
        int n = rows.length / columns;
        double[] squared = new double[n];
        for (int j = 0; j < n; j++) {
            for (int c = 0; c < columns; c++) {
                double difference = rows[i * columns + c] - rows[j * columns + c];
                squared[j] += difference * difference;
            }
        }
        return IntStream.range(0, n)
                .filter(j -> j != i)
                .boxed()
                .sorted((a, b) -> Double.compare(squared[a], squared[b]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void itIsTheSameForEveryNumberOfThreads() {
        Features features = DenseFeatures.of(clouds(1_500, 5, 1), D);
        float[] one = drawn(features, Similarity.COSINE, 1);
        assertThat(drawn(features, Similarity.COSINE, 3)).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17})
    void fewSamplesHaveAMap(int n) {
        float[] places = drawn(DenseFeatures.of(clouds(n, 2, 1), D), Similarity.COSINE, 1);
        assertThat(places).hasSize(2 * n);
        requireApart(places);
    }

    @Test
    void copiesAreApartAndWhatHasNoFeaturesIsNowhere() {
        float[] rows = clouds(60, 1, 1);
        for (int i = 0; i < 40; i++) {
            System.arraycopy(rows, 0, rows, i * D, D); // more copies than neighbours
        }
        Arrays.fill(rows, 50 * D, 51 * D, Float.NaN);
        for (Similarity similarity : Similarity.values()) {
            float[] places = drawn(DenseFeatures.of(rows, D), similarity, 1);
            assertThat(places[100]).isNaN();
            assertThat(places[101]).isNaN();
            float[] others = new float[2 * 59];
            System.arraycopy(places, 0, others, 0, 100);
            System.arraycopy(places, 102, others, 100, 18);
            requireApart(others);
        }
        float[] same = new float[30 * D];
        Arrays.fill(same, 1);
        requireApart(drawn(DenseFeatures.of(same, D), Similarity.SQEUCLID, 1));
        Arrays.fill(same, 1e19f); // their squares are beyond float32
        requireApart(drawn(DenseFeatures.of(same, D), Similarity.SQEUCLID, 1));
    }

    private static void requireApart(float[] places) {
        for (int i = 0; i < places.length / 2; i++) {
            assertThat(Float.isFinite(places[2 * i]) && Float.isFinite(places[2 * i + 1]))
                    .isTrue();
            for (int j = 0; j < i; j++) {
                assertThat(places[2 * i] == places[2 * j] && places[2 * i + 1] == places[2 * j + 1])
                        .as("samples %d and %d", i, j)
                        .isFalse();
            }
        }
    }

    @Test
    void progressGoesUpToAllOfIt() {
        Features features = DenseFeatures.of(clouds(300, 2, 1), D);
        List<Double> shares = new ArrayList<>();
        try (Threads one = new Threads(1)) {
            NeighborMap.draw(features, Similarity.COSINE, pca(features, Similarity.COSINE), one, shares::add);
        }
        assertThat(shares).isSorted().first(as(DOUBLE)).isBetween(0.0, 0.1);
        assertThat(shares).last(as(DOUBLE)).isCloseTo(1, within(1e-9));
    }

    @Test
    void longWorkIsSaidToBeLong() {
        assertThat(NeighborMap.remaining(0.01, 5)).isEqualTo("about 8 min more");
        assertThat(NeighborMap.remaining(0.5, 70)).isEqualTo("about 1 min more");
        assertThat(NeighborMap.remaining(0.1, 5)).isEmpty();
        assertThat(NeighborMap.remaining(1e-6, 1)).isEmpty();
        assertThat(NeighborMap.remaining(0, 0)).isEmpty();
    }

    @Test
    void itEndsWhenItIsTold() {
        Features features = DenseFeatures.of(clouds(300, 2, 1), D);
        ViewedRun.PointMap pca = pca(features, Similarity.COSINE);
        try (Threads two = new Threads(2)) {
            for (double end : new double[] {0, 0.7}) {
                assertThatThrownBy(() -> NeighborMap.draw(features, Similarity.COSINE, pca, two, share -> {
                            if (share > end) {
                                throw new CancellationException();
                            }
                        }))
                        .isInstanceOf(CancellationException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Similarity.class,
            names = {"COSINE", "SQEUCLID"})
    void neighboursAreThoseThatAPlainSearchFindsAndMostOfThemNearDrawnSamples(Similarity similarity) {
        int n = 2_000;
        float[] rows = clouds(n, 12, 1.5);
        int[] all = IntStream.range(0, n).toArray();
        try (Threads two = new Threads(2);
                Features features = DenseFeatures.of(rows, D)) {
            Likeness likeness = new Likeness(features, similarity, two);
            Likeness.Nearest exact = likeness.among(all, 5, share -> {});
            Likeness.Nearest near = likeness.amongNear(all, 5, 32, share -> {});
            int found = 0;
            for (int i = 0; i < n; i += 20) {
                int id = i;
                double[] alike = IntStream.range(0, n)
                        .filter(other -> other != id)
                        .mapToDouble(other -> alike(features, similarity, id, other))
                        .map(value -> -value)
                        .sorted()
                        .limit(5)
                        .map(value -> -value)
                        .toArray();
                assertThat(exact.nearest()[i])
                        .hasSize(5)
                        .doesNotHaveDuplicates()
                        .doesNotContain(i);
                for (int r = 0; r < 5; r++) {
                    double itself = alike(features, similarity, i, exact.nearest()[i][r]);
                    assertThat(Math.abs(itself - alike[r])).isLessThan(1e-4);
                    int wanted = exact.nearest()[i][r];
                    found += IntStream.of(near.nearest()[i]).anyMatch(other -> other == wanted) ? 1 : 0;
                }
            }
            assertThat(found).isGreaterThan(450); // of 500
        }
    }

    private static double alike(Features features, Similarity similarity, int i, int j) {
        double dot = features.dot(i, j);
        double squares = features.squaredNorm(i) * features.squaredNorm(j);
        return similarity == Similarity.COSINE
                ? dot / Math.sqrt(squares)
                : -Math.sqrt(Math.max(0, features.squaredNorm(i) + features.squaredNorm(j) - 2 * dot));
    }

    @Test
    void weightsAddUpToTheLogarithmOfTheirNumber() {
        float[] distances = new float[16];
        for (int r = 0; r < 16; r++) {
            distances[r] = 1 + r * r / 10f;
        }
        float[] weights = NeighborEmbedding.weights(distances);
        assertThat(weights[0]).isEqualTo(1);
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        assertThat(sum).isBetween(4 - 1e-4, 4 + 1e-4);
    }
}
