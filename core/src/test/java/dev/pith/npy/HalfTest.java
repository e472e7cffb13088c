package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {
    @ParameterizedTest
    @CsvSource({
        "0x0000, 0",
        "0x8000, -0.0",
        "0x3c00, 1",
        "0xbc00, -1",
        "0x3555, 0.333251953125",
        "0x7bff, 65504",
        "0x0400, 6.103515625E-5",
        "0x0001, 5.9604644775390625E-8",
        "0x83ff, -6.097555160522461E-5",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x7e00, NaN"
    })
    void everyKindOfHalf(String bits, Float value) {
        assertThat((Float) Half.toFloat((short) (int) Integer.decode(bits))).isEqualTo(value);
    }

    @Test
    void everyHalfComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (Float.isNaN(value)) {
                assertThat(Half.toFloat(Half.of(value))).isNaN();
            } else {
                assertThat(Half.of(value)).isEqualTo((short) bits);
            }
        }
    }

    /**
     * Between two halves the nearer is taken, in the middle the even one; beyond the largest by half a step, infinity.
     */
    @Test
    void whatLiesBetweenIsRoundedToTheNearest() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            double below = Half.toFloat((short) bits);
            double above = bits + 1 == 0x7c00 ? 65536 : Half.toFloat((short) (bits + 1));
            float middle = (float) ((below + above) / 2); // exact
            short even = (short) (bits + (bits & 1));
            assertThat(Half.of(middle)).isEqualTo(even);
            assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(Half.of(-Math.nextUp(middle))).isEqualTo((short) ((bits + 1) | 0x8000));
        }
        assertThat(Half.of(Float.MAX_VALUE)).isEqualTo((short) 0x7c00);
        assertThat(Half.of(Float.MIN_VALUE)).isEqualTo((short) 0);
    }
}
