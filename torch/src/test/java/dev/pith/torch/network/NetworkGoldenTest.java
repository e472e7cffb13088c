package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
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

/**
 * Every network gives what PyTorch gave for weights and inputs that both sides compute by a rule. Ours is computed in
 * double, so that nothing depends on the processor.
 */
class NetworkGoldenTest {
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
        Path path = Golden.folder("networks/" + folder);
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
            Doubles.fill(network);
            double tolerance =
                    golden.path("computed_in").asText().equals("float64") ? Doubles.EXACT : Doubles.GOLDEN_FLOAT;
            long[] dimensions = {2, input.channels(), input.height(), input.width()};
            Tensor x = Doubles.of(FillRule.values("input", 2, 0, dimensions), dimensions);
            Tensor embedding = network.embed(x);
            if (!folder.startsWith("mlp") && !folder.startsWith("lenet")) { // no embedding was kept for these
                Doubles.assertClose(embedding, path.resolve("embedding.npy"), tolerance);
            }
            Doubles.assertClose(network.classify(embedding), path.resolve("output.npy"), tolerance);
        }
    }

    private static Tensor lastLearned(Network network) {
        List<String> learned = network.parameters().learned();
        return network.parameters().tensor(learned.get(learned.size() - 1));
    }

    static List<String> named(Network network) {
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

    static List<String> named(JsonNode parameters) {
        List<String> named = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            StringBuilder text = new StringBuilder(parameter.get(0).asText());
            parameter.get(1).forEach(size -> text.append(' ').append(size.asLong()));
            named.add(text.toString());
        }
        return named;
    }
}
