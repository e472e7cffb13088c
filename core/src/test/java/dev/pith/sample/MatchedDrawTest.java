package dev.pith.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchedDrawTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsAsManyOfEveryClassAsTheSelection(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 200;
        int[] labels = random.ints(n, 0, 7).toArray();
        int[] pool = IntStream.range(0, n).filter(id -> id % 9 != 4).toArray();
        int[] selection = Arrays.copyOf(Priority.shuffled(pool, seed), random.nextInt(1, pool.length + 1));
        int[] draw = MatchedDraw.of(selection, labels, pool, seed);
        assertThat(draw).isSorted().doesNotHaveDuplicates().hasSameSizeAs(selection);
        assertThat(pool).contains(draw);
        assertThat(counts(draw, labels)).isEqualTo(counts(selection, labels));
        assertThat(MatchedDraw.of(selection, labels, pool, seed)).isEqualTo(draw);
        int[] smaller = Arrays.copyOf(selection, selection.length / 2);
        assertThat(draw).contains(MatchedDraw.of(smaller, labels, pool, seed));
    }

    private static int[] counts(int[] ids, int[] labels) {
        int[] counts = new int[7];
        for (int id : ids) {
            counts[labels[id]]++;
        }
        return counts;
    }

    @Test
    void everySampleOfAClassIsAsLikelyAsAnyOther() {
        int[] labels = new int[20];
        Arrays.fill(labels, 10, 20, 1);
        int[] pool = IntStream.range(0, 20).toArray();
        int[] drawn = new int[20];
        int draws = 4000;
        for (int seed = 0; seed < draws; seed++) {
            for (int id : MatchedDraw.of(new int[] {0, 1, 2, 15}, labels, pool, seed)) {
                drawn[id]++;
            }
        }
        // 3 of 10 and 1 of 10, each within five standard errors
        assertThat(Arrays.stream(drawn)
                        .limit(10)
                        .allMatch(count -> Math.abs(count - 1200) < 5 * Math.sqrt(draws * 0.21)))
                .isTrue();
        assertThat(Arrays.stream(drawn).skip(10).allMatch(count -> Math.abs(count - 400) < 5 * Math.sqrt(draws * 0.09)))
                .isTrue();
    }

    @Test
    void aSelectionWithMoreOfAClassThanThePoolIsRefused() {
        assertThatThrownBy(() -> MatchedDraw.of(new int[] {0, 1, 2}, new int[] {0, 3, 3}, new int[] {0, 1}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the pool has fewer samples than the selection of the classes 3");
    }
}
