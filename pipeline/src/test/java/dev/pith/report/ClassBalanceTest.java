package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassBalanceTest {
    @Test
    void countsClassesInSourceBinsAndSelection() {
        Samples samples = new Samples(
                new int[] {0, 0, 1, 1, Samples.NO_BIN, 1},
                new int[6],
                new double[6],
                new boolean[] {true, false, true, false, false, false},
                new int[] {0, 0, 1, 1, 1, 0},
                new String[] {"a", "b"});

        ClassBalance balance = ClassBalance.of(samples);

        assertThat(balance.source()).containsExactly(3, 3);
        assertThat(balance.bins()).isDeepEqualTo(new int[][] {{2, 0}, {1, 2}});
        assertThat(balance.selection()).containsExactly(1, 1);
        assertThat(balance.largestExcess()).isEqualTo(1); // bin 0 of two samples: a share of one of each class
    }
}
