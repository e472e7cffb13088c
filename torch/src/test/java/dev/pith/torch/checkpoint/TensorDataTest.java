package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TensorDataTest {
    private static TensorData everyShort(DType type) {
        ByteBuffer buffer = TensorData.littleEndian(2 << 16);
        for (int bits = 0; bits < 1 << 16; bits++) {
            buffer.putShort((short) bits);
        }
        return new TensorData(
                type, new long[] {1 << 16}, () -> buffer.duplicate().flip().order(buffer.order()));
    }

    @Test
    void everyHalfIsExact() {
        float[] values = everyShort(DType.FLOAT16).floats();
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double expected = exponent == 31
                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
            assertThat((double) values[bits]).isEqualTo((Double) (bits >> 15 == 0 ? expected : -expected));
        }
    }

    @Test
    void everyBrainFloatIsExact() {
        float[] values = everyShort(DType.BFLOAT16).floats();
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 7 & 255;
            double fraction = (bits & 127) / 128.0;
            double expected = exponent == 255
                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? fraction * Math.pow(2, -126) : (1 + fraction) * Math.pow(2, exponent - 127);
            assertThat((double) values[bits]).isEqualTo((Double) (bits >> 15 == 0 ? expected : -expected));
        }
    }

    @Test
    void wholeNumbers() {
        assertThat(everyShort(DType.INT16).longs()[0x8000]).isEqualTo(-32768);
        TensorData large = TensorData.of(new long[] {(1L << 53) + 1, -1}, 2);
        assertThat(large.longs()).containsExactly((1L << 53) + 1, -1);
        assertThat(large.doubles()).containsExactly(0x1p53, -1);
        assertThat(large.floats()).containsExactly(0x1p53f, -1);
    }

    @Test
    void doublesAreRounded() {
        TensorData tensor = TensorData.of(new double[] {1 + 0x1p-30, 1e300}, 2);
        assertThat(tensor.doubles()).containsExactly(1 + 0x1p-30, 1e300);
        assertThat(tensor.floats()).containsExactly(1, Float.POSITIVE_INFINITY);
        assertThatThrownBy(tensor::longs)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the numbers are FLOAT64, not whole");
    }

    @Test
    void shapesAndNumbersThatDisagree() {
        assertThatThrownBy(() -> TensorData.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] needs 6 numbers, got 5");
    }
}
