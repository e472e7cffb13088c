package dev.pith.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BinSizesTest {
    @Test
    void noSamplesAreSaidToBeNone() {
        assertThatThrownBy(() -> BinSizes.balanced(new int[] {0, 0}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are no samples to put into bins");
    }

    @Test
    void extrasGoAroundTheCircleFromClassToClass() {
        assertThat(BinSizes.balanced(new int[] {4, 5, 1, 0}, 3))
                .isEqualTo(new int[][] {{2, 1, 1}, {1, 2, 2}, {1, 0, 0}, {0, 0, 0}});
    }

    @RepeatedTest(20)
    void differByAtMostOnePerClassAndInTotal(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        int[] classes = random.ints(1 + random.nextInt(30), 0, 40).toArray();
        int total = Arrays.stream(classes).sum();
        int bins = 1 + random.nextInt(Math.max(1, Math.min(total, 50)));
        if (total == 0) {
            return;
        }
        int[][] sizes = BinSizes.balanced(classes, bins);
        int[] perBin = new int[bins];
        for (int c = 0; c < classes.length; c++) {
            assertThat(Arrays.stream(sizes[c]).sum()).isEqualTo(classes[c]);
            assertThat(spread(sizes[c])).isLessThanOrEqualTo(1);
            for (int k = 0; k < bins; k++) {
                perBin[k] += sizes[c][k];
            }
        }
        assertThat(spread(perBin)).isLessThanOrEqualTo(1);
    }

    private static int spread(int[] values) {
        return Arrays.stream(values).max().orElse(0)
                - Arrays.stream(values).min().orElse(0);
    }

    @Test
    void publishedSizesForVision() {
        int[][] sizes = BinSizes.publishedForVision(new int[] {130, 97, 40, 7, 1, 225}, 5);
        int[] total = new int[5];
        for (int[] ofClass : sizes) {
            for (int k = 0; k < 5; k++) {
                total[k] += ofClass[k];
            }
        }
        assertThat(total).isEqualTo(new int[] {99, 99, 101, 99, 102});
    }

    @Test
    void publishedSizesForLanguageDropTheRest() {
        assertThat(BinSizes.publishedForLanguage(new int[] {523}, 10)[0]).containsOnly(52);
    }

    @Test
    void refusesMoreBinsThanSamples() {
        assertThatThrownBy(() -> BinSizes.balanced(new int[] {2, 1}, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bins must be in [1, 3], the number of samples, got 4");
        assertThatThrownBy(() -> BinSizes.balanced(new int[] {2, 1}, 0))
                .hasMessage("bins must be in [1, 3], the number of samples, got 0");
    }
}
