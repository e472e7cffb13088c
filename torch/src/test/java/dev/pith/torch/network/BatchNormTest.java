package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class BatchNormTest {
    /** Two channels of values 1, 2, 3, 6 (mean 3, variance 3.5, unbiased 14 / 3) and ten times that. */
    private static final float[] VALUES = {1, 2, 10, 20, 3, 6, 30, 60};

    private static final long[] SHAPE = {2, 2, 1, 2};

    @Test
    void trainingNormalizesByTheBatchAndUpdatesTheRunningStatistics() {
        try (Parameters parameters = new Parameters(1);
                PointerScope scope = new PointerScope()) {
            Layer layer = Normalization.BATCHNORM.layer(parameters, "bn", 2);
            parameters.training(true);
            float[] values = Tensors.floats(layer.apply(Tensor.create(VALUES, SHAPE)));
            assertThat(values[0]).isCloseTo((float) (-2 / Math.sqrt(3.5)), within(1e-5f));
            assertThat(values[5]).isCloseTo((float) (3 / Math.sqrt(3.5)), within(1e-5f));
            float[] means = Tensors.floats(parameters.tensor("bn.running_mean"));
            float[] variances = Tensors.floats(parameters.tensor("bn.running_var"));
            assertThat(means).containsExactly(new float[] {0.3f, 3}, within(1e-6f));
            assertThat(variances)
                    .containsExactly(new float[] {(float) (0.9 + 1.4 / 3), (float) (0.9 + 140.0 / 3)}, within(1e-4f));

            parameters.training(false);
            values = Tensors.floats(layer.apply(Tensor.create(VALUES, SHAPE)));
            assertThat(values[0]).isCloseTo((float) (0.7 / Math.sqrt(0.9 + 1.4 / 3)), within(1e-5f));
            assertThat(Tensors.floats(parameters.tensor("bn.running_mean"))).isEqualTo(means);
        }
    }

    /** The last batch of an epoch, or a process's part of it. */
    @Test
    void oneValueAfterBatchesIsNormalizedByTheRunningStatistics() {
        try (Parameters parameters = new Parameters(1);
                PointerScope scope = new PointerScope()) {
            Layer layer = Normalization.BATCHNORM.layer(parameters, "bn", 2);
            parameters.training(true);
            layer.apply(Tensor.create(VALUES, SHAPE));
            float[] means = Tensors.floats(parameters.tensor("bn.running_mean"));
            Tensor single = Tensor.create(new float[] {5, 7}, 1, 2, 1, 1).set_requires_grad(true);
            Tensor normalized = layer.apply(single);
            normalized.sum().backward();
            assertThat(Tensors.floats(single.grad())).doesNotContain(0, Float.NaN);
            parameters.training(false);
            assertThat(Tensors.floats(normalized)).isEqualTo(Tensors.floats(layer.apply(single)));
            assertThat(Tensors.floats(parameters.tensor("bn.running_mean"))).isEqualTo(means);
        }
    }

    /** A small last map is one value per channel when the batch is one image. */
    @Test
    void aBatchOfOneIsRefusedWhereItHasNoVariance() {
        try (Network network = Networks.create("torchvision-resnet18", new InputShape(3, 32, 32), 10, 1);
                PointerScope scope = new PointerScope()) {
            network.parameters().training(true);
            Tensor x = Tensor.create(new float[3 * 32 * 32], 1, 3, 32, 32);
            assertThatThrownBy(() -> network.forward(x))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("batches of 2 samples or more");
        }
    }
}
