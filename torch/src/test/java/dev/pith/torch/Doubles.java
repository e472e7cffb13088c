package dev.pith.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import java.nio.file.Path;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Networks in double, to compare with golden values: float32 rounds on every processor as its instructions like, and a
 * deep network amplifies that. Weights and inputs are float32 values, widened; so were the golden values' makers'.
 */
public final class Doubles {
    /** What a value in double may differ from one that was computed in double elsewhere, relative to the largest. */
    public static final double EXACT = 1e-9;

    /** The same for golden values that were computed in float32: all of it is their error. */
    public static final double GOLDEN_FLOAT = 1e-4;

    private Doubles() {}

    /** Fills a network by the rule and makes it compute in double. */
    public static void fill(Network network) {
        fill(network.parameters());
    }

    /** Fills the layers that hold these parameters, and makes them compute in double. */
    public static void fill(Parameters parameters) {
        parameters.tensors().forEach((name, tensor) -> Tensors.write(tensor, FillRule.values(name, tensor.shape())));
        widen(parameters);
    }

    /** Makes the layers that hold these parameters compute in double. */
    public static void widen(Parameters parameters) {
        parameters.tensors().values().forEach(tensor -> {
            try (Tensor wide = tensor.detach().to(ScalarType.Double)) {
                tensor.set_data(wide);
            }
        });
    }

    /** Returns float32 values as a tensor of doubles. */
    public static Tensor of(float[] values, long... shape) {
        return Tensors.of(values, 0, shape).to(ScalarType.Double);
    }

    /** Returns the values of a tensor of doubles, row-major. */
    public static double[] values(Tensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.numel())];
        try (Tensor rows = tensor.detach().contiguous();
                DoublePointer data = rows.data_ptr_double()) {
            data.get(values);
        }
        return values;
    }

    /** Compares with golden values, relative to the largest of them. */
    public static void assertClose(Tensor actual, Path golden, double tolerance) {
        double[] values = values(actual);
        double[] expected = Npy.readDoubles(golden);
        assertThat(values).hasSameSizeAs(expected);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(values[i] - expected[i]));
        }
        assertThat(worst / largest)
                .as("largest difference from %s, relative to its largest value", golden)
                .isLessThan(tolerance);
    }
}
