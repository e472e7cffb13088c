package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final int[] THOUSAND = IntStream.range(0, 1_000).toArray();

    @Test
    void keepsOrderAndEnds() {
        int[] some = Draw.some(THOUSAND, 70);

        assertThat(some).hasSize(70).startsWith(0).endsWith(999).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void isTheSameEveryTime() {
        assertThat(Draw.some(THOUSAND, 70)).isEqualTo(Draw.some(THOUSAND, 70));
    }

    @Test
    void doesNotFollowARhythmOfTheValues() {
        long odd =
                Arrays.stream(Draw.some(THOUSAND, 500)).filter(v -> v % 2 == 1).count();

        assertThat(odd).isBetween(200L, 300L);
    }

    @Test
    void takesAllWhereThereAreNoMore() {
        assertThat(Draw.some(new int[] {4, 2}, 2)).containsExactly(4, 2);
        assertThat(Draw.some(new int[] {4, 2}, 9)).containsExactly(4, 2);
        assertThat(Draw.some(new int[0], 9)).isEmpty();
    }
}
