package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.torch.FillRule;
import dev.pith.torch.Golden;
import dev.pith.torch.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network gives what PyTorch gave for weights and inputs that both sides compute by a rule. */
class NetworkGoldenTest {
    private static final double TOLERANCE = 1e-4;

    static Stream<String> cases() throws IOException {
        List<String> cases = new ArrayList<>();
        for (JsonNode name : new ObjectMapper()
                .readTree(Golden.folder("networks").resolve("index.json").toFile())) {
            cases.add(name.asText());
        }
        return cases.stream();
    }

    /** What {@code --net} calls the network of a folder. */
    static String netName(String folder) {
        return folder.equals("convnet-64-depth4") ? "convnet-depth4" : folder.replaceFirst("-(28|32|64)$", "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void outputsAreThoseOfPyTorch(String folder) throws IOException {
        Path path = Golden.folder("networks").resolve(folder);
        JsonNode golden = new ObjectMapper().readTree(path.resolve("case.json").toFile());
        JsonNode shape = golden.get("input");
        InputShape input = new InputShape(
                shape.get(1).asInt(), shape.get(2).asInt(), shape.get(3).asInt());
        try (Network network = Networks.blank(
                        netName(folder), input, golden.get("classes").asInt());
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            assertThat(named(network)).isEqualTo(named(golden.get("parameters")));
            assertThat(lastLearned(network).shape()) // what Weights takes the number of classes from
                    .containsExactly(golden.get("classes").asInt());
            network.parameters().tensors().forEach(NetworkGoldenTest::fill);
            long[] dimensions = {2, input.channels(), input.height(), input.width()};
            Tensor x = Tensor.create(FillRule.values("input", 2, 0, dimensions), dimensions);
            Tensor embedding = network.embed(x);
            if (!folder.startsWith("mlp") && !folder.startsWith("lenet")) { // no embedding was kept for these
                assertClose(embedding, path.resolve("embedding.npy"));
            }
            assertClose(network.classify(embedding), path.resolve("output.npy"));
        }
    }

    private static Tensor lastLearned(Network network) {
        List<String> learned = network.parameters().learned();
        return network.parameters().tensors().get(learned.get(learned.size() - 1));
    }

    private static List<String> named(Network network) {
        List<String> named = new ArrayList<>();
        network.parameters().tensors().forEach((name, tensor) -> {
            if (!name.endsWith("relative_position_index") && !name.endsWith("attn_mask")) {
                StringBuilder text = new StringBuilder(name);
                for (long size : tensor.shape()) {
                    text.append(' ').append(size);
                }
                named.add(text.toString());
            }
        });
        return named;
    }

    private static List<String> named(JsonNode parameters) {
        List<String> named = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            StringBuilder text = new StringBuilder(parameter.get(0).asText());
            parameter.get(1).forEach(size -> text.append(' ').append(size.asLong()));
            named.add(text.toString());
        }
        return named;
    }

    private static void fill(String name, Tensor tensor) {
        Tensors.write(tensor, FillRule.values(name, tensor.shape()));
    }

    private static void assertClose(Tensor actual, Path path) throws IOException {
        float[] values = Tensors.floats(actual);
        try (FloatMatrix golden = Npy.mapFloats(path)) {
            float[] row = new float[golden.columns()];
            float[] expected = new float[values.length];
            double largest = 0;
            assertThat(golden.rows() * golden.columns()).isEqualTo(values.length);
            for (int i = 0; i < (int) golden.rows(); i++) {
                golden.row(i, row);
                System.arraycopy(row, 0, expected, i * row.length, row.length);
            }
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            double worst = 0;
            for (int i = 0; i < values.length; i++) {
                worst = Math.max(worst, Math.abs(values[i] - expected[i]));
            }
            assertThat(worst).as("largest difference in %s", path.getFileName()).isLessThan(TOLERANCE * largest);
        }
    }
}
