package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An exact inner product has the bits of the stated order of summation, and lies within that order's rounding of the
 * true one.
 */
class KernelsTest {
    @ParameterizedTest
    @EnumSource
    void sumsInTheStatedOrder(HardRows rows) {
        for (int length : HardRows.sizes()) {
            float[] values = rows.values(2, length, length);
            float[] x = new float[length + 3];
            double[] y = new double[length + 5];
            float[] row = new float[length];
            float[] other = new float[length];
            for (int j = 0; j < length; j++) {
                row[j] = values[j];
                other[j] = values[length + j];
                x[2 + j] = row[j];
                y[4 + j] = other[j];
            }
            // What lies around the terms is not theirs.
            x[1] = x[length + 2] = Float.NaN;
            y[3] = y[length + 4] = Double.NaN;
            double[] sums = new double[4];
            double size = 0;
            BigDecimal exact = BigDecimal.ZERO;
            for (int j = 0; j < length; j++) {
                double product = (double) row[j] * other[j];
                sums[j % 4] += product;
                size += Math.abs(product);
                exact = exact.add(new BigDecimal(row[j]).multiply(new BigDecimal(other[j])));
            }
            double dot = Kernels.dot(row, other, length);
            assertThat(dot).isEqualTo((sums[0] + sums[1]) + (sums[2] + sums[3]));
            assertThat(Kernels.dot(x, 2, y, 4, length)).isEqualTo(dot);
            assertThat(new BigDecimal(dot).subtract(exact).abs().doubleValue())
                    .isLessThanOrEqualTo((length / 4 + 4) * 0x1p-53 * size);
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsToNothingElse(HardRows rows) {
        for (int length : HardRows.sizes()) {
            float[] x = rows.values(1, length, length);
            double[] sum = new double[length + 3];
            double[] expected = new double[length + 3];
            for (int j = 0; j < sum.length; j++) {
                sum[j] = 0.1 * j;
                boolean inside = j >= 2 && j < length + 2;
                expected[j] = inside ? sum[j] + (1 / 3.0) * x[j - 2] : sum[j];
            }
            Kernels.add(x, length, 1 / 3.0, sum, 2);
            assertThat(sum).isEqualTo(expected);
        }
    }
}
