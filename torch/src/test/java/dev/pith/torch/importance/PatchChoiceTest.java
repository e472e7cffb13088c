package dev.pith.torch.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches are kept as the paper says, and ties are by position. */
class PatchChoiceTest {
    @ParameterizedTest
    @CsvSource({"49, 0.25, 36", "196, 0.25, 147", "64, 0.5, 32", "10, 0.9, 1", "10, 0.99, 1", "49, 0, 49", "10, 0.1, 9"
    })
    void keepsTheFloorOfTheShare(int patches, double drop, int expected) {
        float[] importance = new float[patches];
        for (int i = 0; i < patches; i++) {
            importance[i] = i * 7 % patches;
        }
        assertThat(count(PatchChoice.dropping(drop).kept(importance))).isEqualTo(expected);
    }

    @Test
    void dropsTheLeastAndOfEqualOnesTheLast() {
        assertThat(PatchChoice.dropping(0.5).kept(new float[] {0.2f, 0.9f, 0.2f, 0.2f, 0.1f, 0.8f}))
                .containsExactly(true, true, false, false, false, true);
    }

    @Test
    void aThresholdKeepsWhatReachesItAndAlwaysThePatchOfMostImportance() {
        assertThat(PatchChoice.above(0.5).kept(new float[] {0.5f, 0.49f, 1})).containsExactly(true, false, true);
        assertThat(PatchChoice.above(1).kept(new float[] {0.1f, 0.7f, 0.7f})).containsExactly(false, true, false);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, -0.1, Double.NaN})
    void aShareOutsideIsRefused(double share) {
        assertThatThrownBy(() -> PatchChoice.dropping(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drop must be in [0, 1)")
                .hasMessageContaining("got " + share);
    }

    private static int count(boolean... kept) {
        int count = 0;
        for (boolean patch : kept) {
            count += patch ? 1 : 0;
        }
        return count;
    }
}
