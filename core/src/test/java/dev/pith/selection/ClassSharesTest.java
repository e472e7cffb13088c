package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.quantize.Classes;
import dev.pith.sample.FairSchedule;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassSharesTest {
    private static Classes classes(int... sizes) {
        long[] labels = new long[sizes.length];
        Arrays.setAll(labels, c -> 10L + c);
        int[][] ids = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        return new Classes(labels, ids);
    }

    private static int[] counts(int[] turns, int classes) {
        int[] counts = new int[classes];
        for (int c : turns) {
            counts[c]++;
        }
        return counts;
    }

    @Test
    void sourceIsTheScheduleOfTheSizes() {
        assertThat(ClassShares.SOURCE.turns(classes(5, 30, 9), new int[3], 20))
                .containsExactly(Arrays.copyOf(FairSchedule.of(new int[] {5, 30, 9}, 0), 20));
    }

    @Test
    void uniformTakesTurns() {
        assertThat(ClassShares.UNIFORM.turns(classes(5, 30, 9), new int[3], 7)).containsExactly(0, 1, 2, 0, 1, 2, 0);
        assertThat(counts(ClassShares.UNIFORM.turns(classes(5, 30, 9), new int[3], 40), 3))
                .as("the first and the last have no more")
                .containsExactly(5, 26, 9);
    }

    @Test
    void givenSamplesCount() {
        assertThat(counts(ClassShares.UNIFORM.turns(classes(20, 20, 20), new int[] {6, 0, 3}, 9), 3))
                .containsExactly(0, 6, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givenSharesAreMetAtEveryTurnToWithinOne(long seed) {
        Random random = new Random(seed);
        int k = 2 + random.nextInt(5);
        int[] sizes = new int[k];
        Arrays.fill(sizes, 1000);
        Map<Long, Double> shares = new TreeMap<>();
        double sum = 0;
        for (int c = 0; c < k; c++) {
            double share = 0.1 + random.nextDouble();
            shares.put(10L + c, share);
            sum += share;
        }
        int[] turns = new ClassShares(shares).turns(classes(sizes), new int[k], 300);
        for (int t = 1; t <= 300; t++) {
            int[] counts = counts(Arrays.copyOf(turns, t), k);
            for (int c = 0; c < k; c++) {
                assertThat((double) counts[c]).isCloseTo(t * shares.getOrDefault(10L + c, 0.0) / sum, within(1.0));
            }
        }
        assertThat(new ClassShares(shares).turns(classes(sizes), new int[k], 100))
                .containsExactly(Arrays.copyOf(turns, 100));
    }

    @Test
    void aClassThatRunsOutIsFilledUpByTheSharesOfTheOthers() {
        ClassShares shares = new ClassShares(Map.of(10L, 0.6, 11L, 0.3, 12L, 0.1));
        assertThat(counts(shares.turns(classes(10, 100, 100), new int[3], 50), 3))
                .containsExactly(10, 30, 10);
    }

    @Test
    void refusesSharesThatCannotBeMet() {
        ClassShares shares = new ClassShares(Map.of(10L, 0.5, 11L, 0.0));
        assertThat(counts(shares.turns(classes(10, 100), new int[2], 10), 2)).containsExactly(10, 0);
        assertThatThrownBy(() -> shares.turns(classes(10, 100), new int[2], 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("classes that have a share hold 10 samples, but 11 are wanted: keep fewer, or give more"
                        + " classes a share in `balance`");
        assertThatThrownBy(() -> shares.turns(classes(10, 100, 3), new int[3], 5))
                .hasMessage("class 12 has no share in `balance`: give it one, 0 for none of its samples");
        assertThatThrownBy(() -> shares.turns(classes(10), new int[1], 5))
                .hasMessage("there is no class 11 to have a share in `balance`");
        assertThatThrownBy(() -> new ClassShares(Map.of(3L, -1.0)))
                .hasMessage("the share of class 3 must be a number from 0 on, got -1.0");
        assertThatThrownBy(() -> new ClassShares(Map.of(3L, Double.NaN)))
                .hasMessage("the share of class 3 must be a number from 0 on, got NaN");
    }

    @Test
    void words() {
        assertThat(ClassShares.SOURCE).hasToString("source");
        assertThat(ClassShares.UNIFORM).hasToString("uniform");
        assertThat(new ClassShares(Map.of(3L, 0.5, 1L, 2.0))).hasToString("1=2.0 3=0.5");
    }
}
