package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolingTest {
    @ParameterizedTest(name = "{0} x {1}, {2}, channels last: {3}")
    @CsvSource({
        "8, 8, Float, false",
        "6, 10, Double, false",
        "64, 64, Float, false",
        "66, 66, Float, false",
        "7, 7, Float, false",
        "8, 9, Float, false",
        "8, 8, Float, true"
    })
    void averagesAsPyTorchDoesForwardAndBackward(int height, int width, ScalarType type, boolean channelsLast) {
        try (PointerScope scope = new PointerScope()) {
            long[] shape = {2, 3, height, width};
            float[] values = FillRule.values("input", 2, 0, shape);
            UnaryOperator<Tensor> peer = x -> torch.avg_pool2d(x, 2, 2);

            assertThat(pooled(Pooling.AVGPOOLING::apply, values, shape, type, channelsLast))
                    .containsExactly(pooled(peer, values, shape, type, channelsLast), within(1e-6f));
            assertThat(gradient(Pooling.AVGPOOLING::apply, values, shape, type, channelsLast))
                    .containsExactly(gradient(peer, values, shape, type, channelsLast), within(1e-6f));
        }
    }

    private static float[] pooled(
            UnaryOperator<Tensor> pooling, float[] values, long[] shape, ScalarType type, boolean channelsLast) {
        return Tensors.floats(pooling.apply(input(values, shape, type, channelsLast)));
    }

    /** Of the sum of squares of the result. */
    private static float[] gradient(
            UnaryOperator<Tensor> pooling, float[] values, long[] shape, ScalarType type, boolean channelsLast) {
        Tensor x = input(values, shape, type, channelsLast);
        x.set_requires_grad(true);
        Tensor pooled = pooling.apply(x);
        pooled.mul(pooled).sum().backward();
        return Tensors.floats(x.grad());
    }

    private static Tensor input(float[] values, long[] shape, ScalarType type, boolean channelsLast) {
        Tensor x = Tensors.of(values, 0, shape).to(type);
        return channelsLast ? x.contiguous(MemoryFormat.ChannelsLast) : x;
    }
}
