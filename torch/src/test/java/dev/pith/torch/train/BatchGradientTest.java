package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.parallel.Threads;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class BatchGradientTest {
    private static final int BATCH = 37;

    @Test
    void slicesAddUpToTheGradientOfTheWholeBatch() {
        try (Network network = Networks.create("convnet-width32", new InputShape(1, 28, 28), 10, 1);
                Threads threads = new Threads(2)) {
            Map<String, float[]> sliced = gradient(network, threads);
            network.parameters().zeroGradients();
            try (PointerScope scope = new PointerScope()) {
                Tensor loss = torch.log_softmax(network.forward(images()), 1)
                        .mul(targets())
                        .sum(1)
                        .neg()
                        .dot(weights());
                loss.backward();
                sliced.forEach((name, values) -> {
                    float[] whole =
                            Tensors.floats(network.parameters().tensor(name).grad());
                    assertThat(values).as(name).containsExactly(whole, Offset.offset(1e-4f));
                });
            }
        }
    }

    @Test
    void threadsChangeNoBit() {
        try (Network network = Networks.create("convnet-width32", new InputShape(1, 28, 28), 10, 1);
                Threads one = new Threads(1);
                Threads three = new Threads(3)) {
            Map<String, float[]> alone = gradient(network, one);
            network.parameters().zeroGradients();
            Map<String, float[]> together = gradient(network, three);
            alone.forEach(
                    (name, values) -> assertThat(together.get(name)).as(name).containsExactly(values));
        }
    }

    private static Map<String, float[]> gradient(Network network, Threads threads) {
        try (PointerScope scope = new PointerScope()) {
            Task.Losses task = new Classification(network, 10, 0, new Precision(false, false)).of(images(), targets());
            float[] losses = new BatchGradient(network.parameters(), threads).add(task, weights());
            assertThat(losses).hasSize(BATCH).doesNotContain(0f);
            Map<String, float[]> gradients = new LinkedHashMap<>();
            for (String name : network.parameters().learned()) {
                gradients.put(
                        name, Tensors.floats(network.parameters().tensor(name).grad()));
            }
            return gradients;
        }
    }

    private static Tensor images() {
        return Tensor.create(FillRule.values("images", 2.0, 0, BATCH, 1, 28, 28), BATCH, 1, 28, 28);
    }

    private static Tensor targets() {
        float[] targets = new float[BATCH * 10];
        for (int i = 0; i < BATCH; i++) {
            targets[i * 10 + i % 10] = 1;
        }
        return Tensor.create(targets, BATCH, 10);
    }

    private static Tensor weights() {
        return Tensor.create(FillRule.values("weights", 1.0, 1, BATCH), BATCH);
    }
}
