package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoresTest {
    private static final List<Float> SPECIAL = List.of(
            0f,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN);

    /** Numbers of any size and sign, many of them equal, some never seen. */
    private static float[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] scores = new float[1 + random.nextInt(200)];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = switch (random.nextInt(4)) {
                case 0 -> SPECIAL.get(random.nextInt(SPECIAL.size()));
                case 1 -> random.nextInt(5) - 2;
                default -> (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-30, 30)));
            };
        }
        return scores;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rankedEqualsSorting(long seed) {
        float[] scores = random(seed);
        double[] sorted = IntStream.range(0, scores.length)
                .mapToDouble(id -> scores[id] + 0.0)
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        assertThat(Scores.seen(scores)).isEqualTo(sorted.length);
        for (int rank = 0; rank < sorted.length; rank++) {
            assertThat((double) Scores.ranked(scores, rank)).isEqualTo(sorted[rank]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void highestEqualsSorting(long seed) {
        float[] scores = random(seed);
        List<Integer> unseen = IntStream.range(0, scores.length)
                .filter(id -> Float.isNaN(scores[id]))
                .boxed()
                .toList();
        List<Integer> byScore = IntStream.range(0, scores.length)
                .filter(id -> !Float.isNaN(scores[id]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -(scores[id] + 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (int count = 0; count <= scores.length; count++) {
            byte[] expected = new byte[scores.length];
            Arrays.fill(expected, (byte) 1);
            unseen.forEach(id -> expected[id] = 0);
            byScore.subList(0, Math.max(0, count - unseen.size())).forEach(id -> expected[id] = 0);
            assertThat(Scores.highest(scores, count)).as("highest %d", count).isEqualTo(expected);
        }
    }

    @Test
    void meanIsOverTheSeen() {
        assertThat(Scores.mean(new float[] {Float.NaN, 1, Float.NaN, 4})).isEqualTo(2.5);
        assertThat(Scores.mean(new float[] {Float.NaN})).isNaN();
        float[] equal = new float[100_003];
        Arrays.fill(equal, 0.1f);
        assertThat(Scores.mean(equal)).isEqualTo(0.1f);
    }
}
