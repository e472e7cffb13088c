package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class LayerTest {
    @Test
    void aChainFreesWhatLiesBetween() {
        List<Tensor> seen = new ArrayList<>();
        Layer record = x -> {
            seen.add(x);
            return x;
        };
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensor.create(new float[] {-1, 2, 3, -4}, 1, 1, 2, 2);
            Layer negate = Tensor::neg;
            Tensor y = Layer.chain(record, negate, record, Activation.RELU, negate, record, Layer.FLATTEN)
                    .apply(x);
            assertThat(seen).hasSize(3);
            assertThat(x.isNull()).isFalse();
            assertThat(seen.get(1).isNull()).isTrue();
            assertThat(seen.get(2).isNull()).isTrue();
            assertThat(Tensors.floats(y)).containsExactly(-1, -0f, -0f, -4);
            assertThat(Tensors.floats(x)).containsExactly(-1, 2, 3, -4);
        }
    }

    /** What a gradient needs lives on in the graph although the chain let go of it. */
    @Test
    void gradientsFlowThroughAChain() {
        try (Network network = Networks.create("resnet18-bn", new InputShape(3, 8, 8), 3, 1);
                PointerScope scope = new PointerScope()) {
            network.parameters().training(true);
            float[] pixels = new float[4 * 3 * 8 * 8];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) Math.sin(i);
            }
            network.forward(Tensor.create(pixels, 4, 3, 8, 8)).square().sum().backward();
            for (String name : network.parameters().learned()) {
                float[] gradient =
                        Tensors.floats(network.parameters().tensors().get(name).grad());
                assertThat(gradient).as(name).doesNotContain(Float.NaN);
                assertThat(gradient).as(name).isNotEqualTo(new float[gradient.length]);
            }
        }
    }
}
