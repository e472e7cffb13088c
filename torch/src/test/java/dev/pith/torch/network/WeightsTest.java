package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {
    private static final InputShape RGB = new InputShape(3, 32, 32);
    private static final String CONVNET = "convnet-batchnorm-width32";

    @TempDir
    Path folder;

    private static StateDict golden(String file) {
        return Checkpoints.read(Golden.folder("checkpoints").resolve(file));
    }

    @ParameterizedTest
    @CsvSource({
        "convnet.pth, 1e-4",
        "convnet-legacy.pth, 1e-4",
        "convnet-wrapped.pth, 1e-4",
        "convnet-half.pth, 0.002",
        "convnet.safetensors, 1e-4",
        "convnet-bfloat16.safetensors, 0.02",
    })
    void everyKindOfFileGivesTheOutputsOfPyTorch(String file, double tolerance) {
        try (Network network = Weights.open(golden(file), CONVNET, RGB, note -> {});
                FloatMatrix expected =
                        Npy.mapFloats(Golden.folder("checkpoints").resolve("output.npy"))) {
            float[] logits = logits(network, RGB);
            assertThat(logits).hasSize((int) expected.rows() * expected.columns());
            float[] row = new float[expected.columns()];
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < logits.length; i++) {
                expected.row(i / row.length, row);
                largest = Math.max(largest, Math.abs(row[i % row.length]));
                worst = Math.max(worst, Math.abs(row[i % row.length] - logits[i]));
            }
            assertThat(worst).isLessThan(tolerance * largest);
        }
    }

    private static float[] logits(Network network, InputShape input) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            long[] shape = {2, input.channels(), input.height(), input.width()};
            return Tensors.floats(network.forward(Tensor.create(FillRule.values("input", 2, 0, shape), shape)));
        }
    }

    @Test
    void aCheckpointOfAnotherNetworkIsToldWithAllThatIsWrong() {
        assertThatThrownBy(() -> Weights.open(golden("convnet-depth2.pth"), CONVNET, RGB, note -> {}))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("convnet-depth2.pth")
                .hasMessageContaining(CONVNET + " for images of 3 x 32 x 32 in 10 classes")
                .hasMessageContaining("6 missing (features.8.weight, features.8.bias, features.9.weight,")
                .hasMessageContaining("classifier.weight [10, 2048] instead of [10, 512]");
        assertThatThrownBy(() -> Weights.open(golden("convnet.pth"), "convnet-width32-depth2", RGB, note -> {}))
                .hasMessageContaining("unexpected (features.1.running_mean, features.1.running_var, ")
                .hasMessageContaining("features.8.bias");
        assertThatThrownBy(() -> Weights.open(golden("convnet.pth"), CONVNET, new InputShape(1, 32, 32), note -> {}))
                .hasMessageContaining("1 of another shape (features.0.weight [32, 3, 3, 3] instead of [32, 1, 3, 3])");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "backbone., classifier.0.weight", "model.encoder., model.encoder.classifier.3.bias"})
    void weightsWithoutALastLayerEmbed(String prefix, String otherHead) {
        StateDict whole = golden("convnet.pth");
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        whole.tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
        tensors.keySet().removeIf(name -> name.startsWith(prefix + "classifier"));
        if (!otherHead.isEmpty()) {
            tensors.put(otherHead, TensorData.of(new float[2], 2));
        }
        StateDict headless = new StateDict(Path.of("headless.pth"), tensors, Map.of(), List.of());
        List<String> notes = new ArrayList<>();
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard();
                Network network = Weights.open(headless, CONVNET, RGB, notes::add);
                Network complete = Weights.open(whole, CONVNET, RGB, note -> {})) {
            Tensor x = Tensor.create(FillRule.values("input", 2, 0, 2, 3, 32, 32), 2, 3, 32, 32);
            assertThat(Tensors.floats(network.embed(x))).isEqualTo(Tensors.floats(complete.embed(x)));
            assertThatThrownBy(() -> network.forward(x))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith(
                            "headless.pth: has no last layer (classifier.weight, classifier.bias), which ")
                    .hasMessageContaining("use `features embedding`");
            assertThatThrownBy(network::classes).isInstanceOf(PithException.class);
        }
        assertThat(notes)
                .endsWith(
                        "headless.pth: has no last layer (classifier.weight, classifier.bias), and gives embeddings alone");
    }

    @ParameterizedTest
    @CsvSource({"convnet-width32-layernorm", "resnet18-in", "lenet", "alexnet-bn"})
    void whatIsSavedComesBack(String name) {
        InputShape input = new InputShape(1, 28, 28);
        NetworkSpec spec = new NetworkSpec(
                name, input, new float[] {0.2861f}, new float[] {0.353f}, List.of("boot", "a \"bag\"", "T恤"));
        Path file = folder.resolve("saved.safetensors");
        float[] expected;
        try (Network network = Networks.create(name, input, 3, 5)) {
            expected = logits(network, input);
            Weights.save(file, network, spec);
        }
        StateDict weights = Checkpoints.read(file);
        NetworkSpec read = NetworkSpec.of(weights).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(spec);
        try (Network network = Weights.open(weights, read)) {
            assertThat(logits(network, input)).isEqualTo(expected);
        }
        try (Network network = Weights.open(weights, name, input, note -> {})) { // as if it came from elsewhere
            assertThat(logits(network, input)).isEqualTo(expected);
        }
    }

    @Test
    void weightsFromElsewhereSayNothingOfTheirNetwork() {
        assertThat(NetworkSpec.of(golden("convnet.safetensors"))).isEmpty();
        assertThat(NetworkSpec.of(golden("convnet.pth"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pith.input | [3, 32]",
                "pith.input | [3, 32, 0]",
                "pith.input | null",
                "pith.mean | [0.5]",
                "pith.std | one",
                "pith.classes | []",
                "pith.classes | [null]",
                "pith.network | {}",
            })
    void metadataThatCannotBe(String key, String value) {
        NetworkSpec spec = new NetworkSpec("convnet", RGB, new float[3], new float[3], List.of("a"));
        Map<String, String> metadata = spec.metadata();
        metadata.put(key, value);
        Path file = folder.resolve("odd.safetensors");
        SafeTensors.write(file, Map.of(), metadata);
        StateDict weights = Checkpoints.read(file);
        assertThatThrownBy(() -> NetworkSpec.of(weights))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("odd.safetensors: its metadata does not describe a network (")
                .hasMessageNotContaining("\n");
    }
}
