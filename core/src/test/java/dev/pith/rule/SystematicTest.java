package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystematicTest {
    @Test
    void byHand() {
        // Places at 1, 3 and 5 of the sums 1, 2, 4, 5, 6.
        assertThat(Systematic.draw(new double[] {1, 1, 2, 1, 1}, 3, 0.5)).containsExactly(1, 2, 4);
        assertThat(Systematic.draw(new double[] {1, 1, 1, 1}, 2, 0)).containsExactly(0, 2);
        assertThat(Systematic.draw(new double[] {1, 1, 1, 1}, 2, 0.999)).containsExactly(1, 3);
    }

    @Test
    void whatWeighsTooMuchComesForSure() {
        for (double start = 0; start < 1; start += 0.01) {
            int[] drawn = Systematic.draw(new double[] {0, 100, 1, 1, 50, 0, 1}, 3, start);
            assertThat(drawn).hasSize(3).contains(1, 4).doesNotContain(0, 5);
        }
    }

    @Test
    void withoutWeightsAllCountAlike() {
        assertThat(Systematic.draw(new double[6], 3, 0.5)).containsExactly(1, 3, 5);
        assertThat(Systematic.draw(new double[] {0, 7, 0, 0, 0}, 3, 0.5)).containsExactly(1, 2, 4);
        assertThat(Systematic.draw(new double[] {1e-320, 0, 0}, 3, 0.999999)).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyStretchGivesWithinOneOfItsShare(long seed) {
        Random random = new Random(seed);
        int n = 50 + random.nextInt(300);
        int count = random.nextInt(n + 1);
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> 1 + random.nextInt(3)); // none comes for sure while count is at most a third
        count = Math.min(count, n / 3);
        double total = Arrays.stream(weights).sum();
        int[] drawn = Systematic.draw(weights, count, random.nextDouble());
        assertThat(drawn).hasSize(count).isSorted().doesNotHaveDuplicates();
        int from = random.nextInt(n);
        int to = from + random.nextInt(n - from);
        double share = count * Arrays.stream(weights, from, to).sum() / total;
        long inside = Arrays.stream(drawn).filter(i -> i >= from && i < to).count();
        assertThat((double) inside).isCloseTo(share, within(1.0 + 1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alwaysDrawsAsManyAsWanted(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int n = 1 + random.nextInt(40);
            double[] weights = new double[n];
            Arrays.setAll(weights, i -> random.nextInt(3) == 0 ? 0 : Math.exp(40 * random.nextGaussian()));
            int count = random.nextInt(n + 1);
            double start = random.nextInt(3) == 0 ? Math.nextDown(1.0) : random.nextDouble();
            assertThat(Systematic.draw(weights, count, start))
                    .hasSize(count)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }
}
