package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Two weights whose gradients are known. */
class FlatGradientTest {
    private static void add(Tensor weight, float... gradient) {
        Tensor sum = weight.mutable_grad();
        Tensor more = Tensors.of(gradient, 0, gradient.length);
        if (sum.defined()) {
            sum.add_(more);
        } else {
            sum.put(more);
        }
    }

    @Test
    void theStepFollowsTheNeighboursGradientAndAvoidsTheRest() {
        try (Parameters parameters = new Parameters(0);
                PointerScope scope = new PointerScope()) {
            Tensor weight = parameters.constant("w", 1, 2);
            add(weight, 3, 4);
            float[][] neighbour = new float[1][];
            new FlatGradient(0.5, 0.3).replace(parameters, () -> {
                neighbour[0] = Tensors.floats(weight);
                add(weight, 2, 0);
            });
            assertThat(neighbour[0]).containsExactly(new float[] {1.3f, 1.4f}, within(1e-6f)); // 1 + 0.5 g / |g|
            // p = (2, 0), the part of g = (3, 4) that is orthogonal to it is (0, 4)
            assertThat(Tensors.floats(weight.grad())).containsExactly(new float[] {2, -1.2f}, within(1e-6f));
            assertThat(Tensors.floats(weight)).containsExactly(1, 1);
        }
    }

    @Test
    void nothingToFollow() {
        try (Parameters parameters = new Parameters(0);
                PointerScope scope = new PointerScope()) {
            Tensor weight = parameters.constant("w", 1, 2);
            add(weight, 0, 0);
            FlatGradient.FTD.replace(parameters, () -> add(weight, 1, 1));
            assertThat(Tensors.floats(weight.grad())).containsExactly(0, 0);
        }
    }
}
