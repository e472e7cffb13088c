package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.EncoderNetwork;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.train.Blobs;
import dev.pith.torch.train.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TunedProbeTest {
    private static final Blobs TRAINING = new Blobs(256, 8, 2, 1);
    private static final Blobs TESTS = new Blobs(100, 8, 2, 5000);
    private static final Threads THREADS = new Threads(2);

    @AfterAll
    static void close() {
        THREADS.close();
    }

    private static MaskedAutoencoder autoencoder() {
        AutoencoderSpec spec = new AutoencoderSpec(
                AutoencoderSize.of("mae-tiny-patch4"), TRAINING.shape(), new float[] {0}, new float[] {1}, false);
        return spec.create(3);
    }

    private static Map<String, float[]> values(EncoderNetwork network) {
        Map<String, float[]> values = new TreeMap<>();
        network.parameters().tensors().forEach((name, tensor) -> values.put(name, Tensors.floats(tensor)));
        return values;
    }

    @Test
    void encoderAndClassifierLearnAndTheDecoderStays() {
        try (EncoderNetwork network = new EncoderNetwork(autoencoder(), 2, 1)) {
            assertThat(network.classes()).isEqualTo(2);
            Map<String, float[]> before = values(network);
            List<Long> seen = new ArrayList<>();
            Evaluation result =
                    TunedProbe.of(network, TRAINING, TESTS, 40, 0, THREADS, (done, total) -> seen.add(done));
            assertThat(result.total()).containsExactly(50, 50);
            assertThat(result.accuracy()).isGreaterThan(0.9);
            assertThat(seen).isSorted().endsWith(40L * TRAINING.size());
            Map<String, float[]> after = values(network);
            before.forEach((name, old) -> {
                boolean stays = name.startsWith("decoder_") || name.equals("mask_token") || name.equals("pos_embed");
                assertThat(Arrays.equals(after.get(name), old)).as(name).isEqualTo(stays);
            });
        }
    }

    @Test
    void numberOfThreadsChangesNothing() {
        try (Threads one = new Threads(1);
                EncoderNetwork first = new EncoderNetwork(autoencoder(), 2, 1);
                EncoderNetwork second = new EncoderNetwork(autoencoder(), 2, 1)) {
            TunedProbe.of(first, TRAINING, TESTS, 1, 0, THREADS, Progress.NONE);
            TunedProbe.of(second, TRAINING, TESTS, 1, 0, one, Progress.NONE);
            for (Map.Entry<String, Tensor> each : first.parameters().tensors().entrySet()) {
                assertThat(Tensors.floats(each.getValue()))
                        .as(each.getKey())
                        .isEqualTo(Tensors.floats(second.parameters().tensor(each.getKey())));
            }
        }
    }
}
