package dev.pith.torch.train;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.network.Parameters;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keeps steps short where a loss is steep (Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1): a gradient g of all
 * parameters whose norm is above the largest allowed becomes {@code g largest / (|g| + 1e-6)}, as PyTorch has it.
 */
final class GradientLimit {
    private static final double EPSILON = 1e-6;

    private GradientLimit() {}

    /** Shrinks the gradients in place; norms are sums in double, parameter by parameter. */
    static void apply(Parameters parameters, double largest, Threads threads) {
        if (largest == Double.POSITIVE_INFINITY) {
            return;
        }
        List<String> names = parameters.learned();
        double[] squares = new double[names.size()];
        Slices.forEach(threads, squares.length, 1, (k, one) -> {
            Tensor gradient = parameters.tensor(names.get(k)).grad();
            if (gradient.defined()) {
                double norm = gradient.norm(new ScalarOptional(new Scalar(2.0)), ScalarType.Double)
                        .item_double();
                squares[k] = norm * norm;
            }
        });
        double share = largest / (Math.sqrt(DoubleStream.of(squares).sum()) + EPSILON);
        if (share < 1) {
            try (PointerScope scope = new PointerScope()) {
                for (String name : names) {
                    Tensor gradient = parameters.tensor(name).mutable_grad();
                    if (gradient.defined()) {
                        gradient.mul_(new Scalar(share));
                    }
                }
            }
        }
    }
}
