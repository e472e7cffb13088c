package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallToLargeTest {
    private static final int WIDTH = 4;

    /** Rows around as many points as there are sizes, far from each other; ids go around the points. */
    private static Features rows(int[] pointOf) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[pointOf.length * WIDTH];
        for (int i = 0; i < values.length; i++) {
            int point = pointOf[i / WIDTH];
            values[i] = 10 * (point >> (i % WIDTH) & 1) + 0.1f * (float) random.nextGaussian();
        }
        return DenseFeatures.of(values, WIDTH);
    }

    private static int[] points(int... sizes) {
        int[] left = sizes.clone();
        int[] points = new int[Arrays.stream(sizes).sum()];
        for (int i = 0, point = 0; i < points.length; point = (point + 1) % sizes.length) {
            if (left[point] > 0) {
                left[point]--;
                points[i++] = point;
            }
        }
        return points;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void clustersAreThePointsThatRowsAreAround(int threadCount) {
        int[] points = points(40, 7, 90, 20, 1, 33);
        int[] ids = IntStream.range(0, points.length).toArray();
        try (Threads threads = new Threads(threadCount)) {
            int[] clusters = KMeans.of(rows(points), ids, 6, 3, threads);
            assertThat(clusters).isEqualTo(KMeans.of(rows(points), ids, 6, 3, threads));
            for (int i : ids) {
                for (int j : ids) {
                    assertThat(clusters[i] == clusters[j]).isEqualTo(points[i] == points[j]);
                }
            }
        }
    }

    @Test
    void equalRowsAreOneCluster() {
        Features equal = DenseFeatures.of(new float[] {1, 2, 1, 2, 1, 2, 5, 5}, 2);
        try (Threads threads = new Threads(1)) {
            int[] clusters = KMeans.of(equal, new int[] {0, 1, 2, 3}, 100, 1, threads);
            assertThat(clusters[0])
                    .isEqualTo(clusters[1])
                    .isEqualTo(clusters[2])
                    .isNotEqualTo(clusters[3]);
        }
    }

    @Test
    void smallClustersGiveWhatTheyHaveAndLargeOnesTheRest() {
        // 60 rows of one kind are split among the many clusters; two that are alone are in clusters of their own.
        float[] values = new float[62];
        for (int i = 0; i < 62; i++) {
            values[i] = i < 60 ? 1 : i * 1000;
        }
        Features rows = DenseFeatures.of(values, 1);
        try (Threads threads = new Threads(1)) {
            RankingTask task = RankingTask.of(
                    Evidence.of(rows), IntStream.range(0, 62).toArray(), 12, threads, Made.MEMORY, Progress.NONE);
            Ranking ranking = new SmallToLarge(4).rank(task);
            assertThat(ranking.ids()).hasSize(12).doesNotHaveDuplicates().startsWith(60, 61);
            assertThat(new SmallToLarge(4).rank(task).ids()).isEqualTo(ranking.ids());
            assertThat(new SmallToLarge(5).rank(task).ids()).isNotEqualTo(ranking.ids());
        }
    }

    /** Three clusters of 3, 10 and 50: of 24, the first gives 3, the second 10 of (24 - 3) / 2, the last 11. */
    @Test
    void sharesAreWhatIsLeftByTheClustersThatAreLeft() {
        float[] values = new float[63];
        for (int i = 0; i < 63; i++) {
            values[i] = i < 3 ? 1 : i < 13 ? 2 : 3;
        }
        Features rows = DenseFeatures.of(values, 1);
        try (Threads threads = new Threads(2)) {
            RankingTask task = RankingTask.of(
                    Evidence.of(rows), IntStream.range(0, 63).toArray(), 24, threads, Made.MEMORY, Progress.NONE);
            int[] picks = new SmallToLarge(1).rank(task).ids();
            assertThat(picks).hasSize(24).doesNotHaveDuplicates();
            assertThat(Arrays.stream(picks).filter(id -> id < 3)).hasSize(3);
            assertThat(Arrays.stream(picks).filter(id -> id >= 3 && id < 13)).hasSize(10);
        }
    }
}
