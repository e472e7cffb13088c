package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.HardRows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The positions are those that a sort puts first, of equal values the first ones. */
class LargestTest {
    @Test
    void areThoseThatASortPutsFirst() {
        SplittableRandom random = new SplittableRandom(1);
        for (int n : HardRows.sizes()) {
            for (int kind = 0; kind < 8; kind++) {
                int now = kind;
                double[] values = new double[n];
                Arrays.setAll(values, i -> value(now, i, n, random));
                double[] given = values.clone();
                for (int count : new int[] {0, 1, n / 3, n / 2, n - 1, n}) {
                    int[] expected = IntStream.range(0, n)
                            .boxed()
                            .sorted(Comparator.comparing((Integer i) -> -values[i] + 0.0)) // 0 and -0 are equal
                            .limit(count)
                            .mapToInt(Integer::intValue)
                            .sorted()
                            .toArray();
                    assertThat(Largest.positions(values, count))
                            .as("%s of %s, kind %s", count, n, kind)
                            .isEqualTo(expected);
                }
                assertThat(values).isEqualTo(given);
            }
        }
    }

    private static double value(int kind, int i, int n, SplittableRandom random) {
        return switch (kind) {
            case 0 -> random.nextGaussian();
            case 1 -> 7;
            case 2 -> i;
            case 3 -> -i;
            case 4 -> random.nextInt(5);
            case 5 -> Math.abs(i - n / 2);
            case 6 -> random.nextInt(3) == 0 ? Double.NEGATIVE_INFINITY : random.nextInt(3) == 0 ? 1 / 0.0 : 1;
            default -> random.nextBoolean() ? 0.0 : random.nextBoolean() ? -0.0 : Double.MIN_VALUE;
        };
    }
}
