package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {
    private static final InputShape RGB = new InputShape(3, 32, 32);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "unet-encoder, unet, encoder.0.conv1.weight, encoder.0.conv1.weight, head.weight",
        "torchvision-mobilenet-v3-large, lraspp, features.4.block.2.fc1.weight, backbone.4.block.2.fc1.weight,"
                + " classifier.cbr.0.weight",
        "lraspp, lraspp, backbone.0.0.weight, backbone.0.0.weight, classifier.cbr.0.weight",
        "convnet-width32, convnet-width32, features.0.weight, features.0.weight, classifier.weight",
    })
    void layersBeforeTheLastAreTaken(String from, String to, String theirs, String own, String notTaken) {
        Path file = saved(from, 3);
        try (Network network = Networks.create(to, RGB, 4, 2);
                Network before = Networks.create(to, RGB, 4, 2);
                Network learned = Networks.create(from, RGB, 7, 3)) {
            Weights.transfer(Checkpoints.read(file), network, to);
            assertThat(values(network, own)).isEqualTo(values(learned, theirs)).isNotEqualTo(values(before, own));
            assertThat(values(network, notTaken)).isEqualTo(values(before, notTaken));
        }
    }

    @Test
    void anotherNetworkIsRefusedByWhatIsMissing() {
        Path file = saved("unet-encoder", 3);
        try (Network network = Networks.create("lraspp", RGB, 4, 2)) {
            float[] before = values(network, "backbone.0.0.weight");
            assertThatThrownBy(() -> Weights.transfer(Checkpoints.read(file), network, "lraspp"))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining(file + ": does not fit the layers of lraspp before its last: ")
                    .hasMessageContaining(" missing (backbone.0.0.weight, ");
            assertThat(values(network, "backbone.0.0.weight")).isEqualTo(before);
        }
    }

    private Path saved(String name, long seed) {
        Path file = folder.resolve(name + ".safetensors");
        float[] ones = {1, 1, 1};
        try (Network network = Networks.create(name, RGB, 7, seed)) {
            Weights.save(
                    file, network, new NetworkSpec(name, RGB, ones, ones, List.of("a", "b", "c", "d", "e", "f", "g")));
        }
        return file;
    }

    private static float[] values(Network network, String name) {
        return Tensors.floats(network.parameters().tensor(name));
    }
}
