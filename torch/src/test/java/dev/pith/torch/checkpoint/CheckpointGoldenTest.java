package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.torch.FillRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One network in every kind of file that PyTorch and safetensors write. */
class CheckpointGoldenTest {
    @TempDir
    Path folder;

    private static Path golden(String name) {
        return Golden.folder("checkpoints").resolve(name);
    }

    /** The names of a ConvNet of three blocks with batch normalization, in the network's order. */
    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int block : new int[] {0, 4, 8}) {
            names.add("features." + block + ".weight");
            names.add("features." + block + ".bias");
            for (String name : List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked")) {
                names.add("features." + (block + 1) + "." + name);
            }
        }
        names.add("classifier.weight");
        names.add("classifier.bias");
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "convnet.pth, FLOAT32, 0, ''",
        "convnet-legacy.pth, FLOAT32, 0, ''",
        "convnet-wrapped.pth, FLOAT32, 0,"
                + " the weights were taken from the entry state_dict|the prefix module. was taken off all names",
        "convnet-half.pth, FLOAT16, 0x1p-11, ''",
        "convnet.safetensors, FLOAT32, 0, ''",
        "convnet-bfloat16.safetensors, BFLOAT16, 0x1p-8, ''",
    })
    void weightsAreThoseOfTheRule(String file, DType type, double precision, String notes) {
        StateDict checkpoint = Checkpoints.read(golden(file));
        assertThat(String.join("|", checkpoint.notes())).isEqualTo(notes);
        if (file.endsWith(".pth")) {
            assertThat(checkpoint.tensors().keySet()).containsExactlyElementsOf(names());
        } else {
            assertThat(new TreeSet<>(checkpoint.tensors().keySet())).isEqualTo(new TreeSet<>(names()));
        }
        checkpoint.tensors().forEach((name, tensor) -> {
            if (name.endsWith("num_batches_tracked")) {
                assertThat(tensor.type()).isEqualTo(DType.INT64);
                assertThat(tensor.longs()).containsExactly(0);
            } else {
                assertThat(tensor.type()).isEqualTo(type);
                assertClose(tensor.floats(), FillRule.values(name, tensor.shape()), precision);
            }
        });
    }

    private static void assertClose(float[] actual, float[] expected, double precision) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("number %d, %s for %s", i, actual[i], expected[i])
                    .isLessThanOrEqualTo((float) (Math.abs(expected[i]) * precision + (precision == 0 ? 0 : 0x1p-25)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "transposed", "whole"})
    void viewsOfOneStorage(String name) throws IOException {
        TensorData tensor = Checkpoints.read(golden("views.pth")).tensor(name);
        Path array = folder.resolve(name + ".npy");
        try (ZipFile zip = new ZipFile(golden("views.npz").toFile())) {
            Files.copy(zip.getInputStream(zip.getEntry(name + ".npy")), array);
        }
        try (FloatMatrix expected = Npy.mapFloats(array)) {
            assertThat(tensor.shape()).containsExactly(expected.rows(), expected.columns());
            float[] values = tensor.floats();
            float[] row = new float[expected.columns()];
            for (int i = 0; i < expected.rows(); i++) {
                expected.row(i, row);
                for (int j = 0; j < row.length; j++) {
                    assertThat(values[i * row.length + j]).isEqualTo(row[j]);
                }
            }
        }
    }

    @Test
    void anotherDepthDoesNotFit() {
        StateDict deep = Checkpoints.read(golden("convnet.pth"));
        Map<String, long[]> expected = new LinkedHashMap<>();
        deep.tensors().forEach((name, tensor) -> expected.put(name, tensor.shape()));
        StateDict shallow = Checkpoints.read(golden("convnet-depth2.pth"));
        assertThat(StateDictMatch.of(deep, expected).fits()).isTrue();
        assertThatThrownBy(() -> StateDictMatch.require(shallow, "convnet", expected))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        golden("convnet-depth2.pth")
                                + ": does not fit convnet: 6 missing (features.8.weight, features.8.bias, features.9.weight,"
                                + " features.9.bias, features.9.running_mean, features.9.running_var); 1 of another shape"
                                + " (classifier.weight [10, 2048] instead of [10, 512]): choose the network that it was made for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-32", "tiny-32-norm-pixel"})
    void aMaskedAutoencoderInItsOfficialLayout(String name) {
        StateDict checkpoint = Checkpoints.read(Golden.folder("mae/" + name).resolve("checkpoint.pth"));
        assertThat(checkpoint.notes()).containsExactly("the weights were taken from the entry model");
        assertThat(checkpoint.tensors()).containsKeys("cls_token", "decoder_pred.weight");
        assertThat(checkpoint.tensor("pos_embed").shape()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "convnet-truncated.pth | is truncated, its zip directory is missing: copy or download it again",
                "convnet-truncated.safetensors | is truncated",
                "convnet.torchscript.pt | is TorchScript, a program: run it for features, or save the weights"
                        + " alone, torch.save(model.state_dict(), file)",
                "convnet-whole-module.pth | refused networks.ConvNet; nothing was executed. It holds a whole pickled module,"
                        + " which is code: save the weights alone, torch.save(model.state_dict(), file)",
                "hostile.pth | refused posix.mkdir; nothing was executed. Weights have no need of it: save the weights alone,"
                        + " torch.save(model.state_dict(), file)"
            })
    void whatIsNoStateDictIsRefused(String name, String fault) {
        Path file = golden(name);
        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": " + fault)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThat(Path.of("pith-was-here")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"convnet.torchscript.pt, true", "convnet.pth, false", "convnet-legacy.pth, false"})
    void torchScriptIsSeen(String name, boolean is) {
        assertThat(Checkpoints.isTorchScript(golden(name))).isEqualTo(is);
    }
}
