package dev.pith.torch.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.npy.Npy;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps are those of the published implementations. */
class ActivationMapsGoldenTest {
    private static final double TOLERANCE = 2e-3;

    @ParameterizedTest
    @CsvSource({"GRADCAMPP_TORCHCAM, gradcampp.npy", "GRADCAM, gradcam.npy"})
    void mapsOfAResidualNetworkAreThePublishedOnes(ImportanceMethod method, String file) throws IOException {
        Path folder = Golden.folder("cam");
        JsonNode golden =
                new ObjectMapper().readTree(folder.resolve("case.json").toFile());
        try (Network network = filled("torchvision-resnet18", new InputShape(3, 224, 224), 1000);
                PointerScope scope = new PointerScope()) {
            Tensor x = Doubles.of(FillRule.values("input", 2.0, 0, 2, 3, 224, 224), 2, 3, 224, 224);
            Tensor three = Tensor.create(new long[] {3, 3}, 2);
            float[] ofThree =
                    Tensors.floats(ActivationMaps.of(network, x, three, method).values());
            float[] ofNamed =
                    Tensors.floats(ActivationMaps.of(network, x, null, method).values());
            long first = golden.get("predicted").get(0).asLong();
            Tensor predicted = Tensor.create(
                    new long[] {first, golden.get("predicted").get(1).asLong()}, 2);
            assertThat(Tensors.floats(
                            ActivationMaps.of(network, x, predicted, method).values()))
                    .containsExactly(ofNamed);
            float[] expected = floats(folder.resolve(file));
            for (int row = 0; row < 4; row++) {
                float[] own = row % 2 == 0 ? ofThree : ofNamed;
                for (int i = 0; i < 49; i++) {
                    assertThat(own[row / 2 * 49 + i]).isCloseTo(expected[row * 49 + i], within((float) TOLERANCE));
                }
            }
        }
    }

    /**
     * The golden network pools its last map, so that the gradient is the same everywhere and the paper's alpha has
     * a closed form.
     */
    @Test
    void alphaDividesAsThePaperSays() {
        try (PointerScope scope = new PointerScope()) {
            Tensor map = Tensor.create(new float[] {1, 2, 3, 6, 0, 1, 0, 1}, 1, 2, 2, 2);
            Tensor gradient = Tensor.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f, -1, 0, 2, 0}, 1, 2, 2, 2);
            float[] weights = Tensors.floats(ImportanceMethod.GRADCAMPP.weights(map, gradient));
            // g^3 / (2 g^2 + 12 g^3) for each of four places; of the other channel only g = 2 counts, its sum is 2
            assertThat(weights[0]).isCloseTo(4 * 0.125f / (0.5f + 1.5f), within(1e-6f));
            assertThat(weights[1]).isCloseTo(8f / (8 + 16), within(1e-6f));
        }
    }

    @Test
    void everyNetworkWithAMapShowsIt() {
        for (String name : new String[] {
            "convnet-width32", "lenet", "alexnet", "vgg11", "resnet18-in", "vit-tiny-patch4", "wide-resnet-28-10"
        }) {
            try (Network network = Networks.create(name, new InputShape(3, 32, 32), 10, 1);
                    PointerScope scope = new PointerScope()) {
                Tensor x = Tensors.of(FillRule.values("input", 2.0, 0, 3, 3, 32, 32), 0, 3, 3, 32, 32);
                float[] maps = Tensors.floats(ActivationMaps.of(network, x, null, ImportanceMethod.GRADCAMPP)
                        .values());
                assertThat(maps).as(name).hasSizeGreaterThanOrEqualTo(3 * 4);
                for (float value : maps) {
                    assertThat(value).as(name).isBetween(0f, 1f);
                }
                assertThat(network.parameters().tensors().values())
                        .allMatch(tensor -> !tensor.grad().defined());
            }
        }
    }

    @Test
    void mapsAreResizedAsPyTorchDoes() throws IOException {
        Path folder = Golden.folder("cam");
        float[] expected = floats(folder.resolve("resized_14.npy"));
        float[] maps = floats(folder.resolve("gradcampp.npy"));
        for (int row = 0; row < expected.length / 196; row++) {
            float[] map = Arrays.copyOfRange(maps, row * 49, (row + 1) * 49);
            float[] resized = ActivationMaps.resized(map, 7, 7, 0, 14, 14);
            for (int i = 0; i < resized.length; i++) {
                assertThat(resized[i]).isCloseTo(expected[row * 196 + i], within(1e-6f));
            }
        }
    }

    /**
     * Of a map of 8 places a side over 32 pixels, 2 of them a border on each side, the 7 patches of 4 pixels lie
     * between two places each.
     */
    @Test
    void aBorderIsNoPartOfTheImage() {
        float[] ramp = new float[64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 8;
        }
        float[] resized = ActivationMaps.resized(ramp, 8, 8, 2.0 / 32, 7, 7);
        for (int i = 0; i < resized.length; i++) {
            assertThat(resized[i]).isCloseTo(i % 7 + 0.5f, within(1e-5f));
        }
    }

    private static float[] floats(Path file) {
        double[] values = Npy.readDoubles(file);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Network filled(String name, InputShape input, int classes) {
        Network network = Networks.create(name, input, classes, 1);
        Doubles.fill(network);
        return network;
    }
}
