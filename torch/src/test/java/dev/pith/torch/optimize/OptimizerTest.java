package dev.pith.torch.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.optimize.Optimizer.Regular;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    @Test
    void whatIsNoWeightOfALayerIsLeftToItselfWhenAsked() {
        try (Parameters parameters = new Parameters(1);
                PointerScope scope = new PointerScope()) {
            parameters.constant("linear.weight", 1, 2, 2);
            parameters.constant("convolution.weight", 1, 1, 1, 1, 1);
            parameters.constant("convolution.bias", 1, 1);
            parameters.constant("normalization.weight", 1, 2, 1, 1);
            parameters.constant("relative_position_bias_table", 1, 2, 2);
            try (Optimizer optimizer = new Optimizer(new Sgd(0, false, 0.5), parameters, Regular.WEIGHTS)) {
                parameters.tensors().values().forEach(tensor -> tensor.mutable_grad()
                        .put(tensor.detach().mul(new Scalar(0))));
                optimizer.step(1);
            }
            assertThat(first(parameters, "linear.weight")).isEqualTo(0.5f);
            assertThat(first(parameters, "convolution.weight")).isEqualTo(0.5f);
            assertThat(first(parameters, "convolution.bias")).isEqualTo(1f);
            assertThat(first(parameters, "normalization.weight")).isEqualTo(1f);
            assertThat(first(parameters, "relative_position_bias_table")).isEqualTo(1f);
        }
    }

    private static float first(Parameters parameters, String name) {
        return Tensors.floats(parameters.tensor(name))[0];
    }

    @Test
    void parametersWithoutGradientStayAndStateIsNamed() {
        try (Parameters parameters = new Parameters(1)) {
            parameters.constant("a", 3, 2);
            try (Optimizer optimizer = new Optimizer(new Adam(0.9, 0.999, 1e-8, 0, false), parameters, Regular.ALL)) {
                optimizer.step(1);
                assertThat(optimizer.state().keySet()).containsExactly("a.mean", "a.square");
                assertThat(optimizer.steps()).isEqualTo(1);
            }
            assertThat(first(parameters, "a")).isEqualTo(3f);
        }
    }

    @Test
    void stepsLeaveNoNativeObjectsBehind() {
        try (Parameters parameters = new Parameters(1)) {
            Tensor weight = parameters.constant("weight", 3, 2, 2);
            try (PointerScope scope = new PointerScope()) {
                weight.mutable_grad().put(weight.detach().clone());
            }
            try (Optimizer optimizer = new Optimizer(new Lamb(0.9, 0.999, 1e-6, 0.1), parameters, Regular.ALL)) {
                optimizer.step(0.1);
                long before = Pointer.totalCount();
                for (int i = 0; i < 50; i++) {
                    optimizer.step(0.1);
                }
                // Not "equal": the collector frees what earlier tests left whenever it likes.
                assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
            }
        }
    }

    @Test
    void constantsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new Sgd(1, false, 0)).hasMessage("momentum must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Sgd(0, true, 0)).hasMessage("Nesterov's look ahead needs a momentum above 0");
        assertThatThrownBy(() -> new Adam(0.9, 0.999, 1e-8, -1, true))
                .hasMessage("weight decay must be a number of 0 or more, got -1.0");
    }
}
