package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.npy.Npy;
import dev.pith.torch.Doubles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models give what transformers gave: ours in double, from the same float32 weights. */
class LanguageGoldenTest {
    private static final int IGNORED = -100;

    /**
     * Whatever a model computes in, transformers takes root mean squares, and the sines of positions, in float32: each
     * rounds by 2^-24 of what it is about, and two blocks have five of the former. A hundred such steps are allowed.
     */
    private static double tolerance(LanguageModel model) {
        return model.config().family() == LanguageFamily.GPT2 ? Doubles.EXACT : 100 * 0x1p-24;
    }

    private static void assertClose(double[] values, double[] expected, double tolerance) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(values).containsExactly(expected, within(tolerance * largest));
    }

    /** Eight records as the golden values' maker saw them: cut at 96 tokens, and padded. */
    private record Case(JsonNode json, List<TokenRecord> records, Path folder) {
        static Case of(String name) throws IOException {
            Path folder = Golden.folder("language").resolve(name);
            double[] ids = Npy.readDoubles(folder.resolve("input_ids.npy"));
            double[] mask = Npy.readDoubles(folder.resolve("attention_mask.npy"));
            double[] labels = Npy.readDoubles(folder.resolve("labels.npy"));
            JsonNode json =
                    new ObjectMapper().readTree(folder.resolve("case.json").toFile());
            int count = json.get("encoded").size();
            int width = ids.length / count;
            List<TokenRecord> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int start = i * width;
                int length = (int) IntStream.range(start, start + width)
                        .filter(t -> mask[t] == 1)
                        .count();
                boolean[] learned = new boolean[length];
                for (int t = 0; t < length; t++) {
                    learned[t] = labels[start + t] != IGNORED;
                }
                records.add(new TokenRecord(
                        IntStream.range(start, start + length)
                                .map(t -> (int) ids[t])
                                .toArray(),
                        learned));
            }
            return new Case(json, records, folder);
        }

        LanguageModel model() {
            LanguageModel model = LanguageModels.open(folder);
            Doubles.widen(model.parameters());
            return model;
        }

        List<TokenRecord> told() {
            return records.stream().filter(record -> record.answers() > 0).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void logitsAreThoseOfTransformers(String name) throws IOException {
        Case golden = Case.of(name);
        int[] first = golden.records.get(0).ids();
        double[] expected = Npy.readDoubles(golden.folder.resolve("logits_first.npy"));
        try (LanguageModel model = golden.model();
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            double[] logits = Doubles.values(model.logits(model.hidden(new Sequences(first))));
            assertThat(logits).hasSize(first.length * model.config().vocabulary());
            assertClose(logits, Arrays.copyOf(expected, logits.length), tolerance(model));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void lossesAndGradientsAreThoseOfTransformers(String name) throws IOException {
        Case golden = Case.of(name);
        double[] expected = Npy.readDoubles(golden.folder.resolve("loss_per_sample.npy"));
        double[] tokens = Npy.readDoubles(golden.folder.resolve("tokens_with_loss.npy"));
        assertThat(golden.records.stream().mapToDouble(TokenRecord::answers).toArray())
                .containsExactly(tokens);
        List<TokenRecord> told = golden.told();
        try (LanguageModel model = golden.model();
                PointerScope scope = new PointerScope()) {
            Tensor losses = AnswerLoss.of(model, told);
            double[] learned = Arrays.stream(expected).filter(loss -> loss != 0).toArray();
            assertClose(Doubles.values(losses), learned, tolerance(model));
            double[] shares = told.stream().mapToDouble(TokenRecord::answers).toArray();
            Tensor mean = losses.dot(Tensor.create(shares))
                    .div(new Scalar(Arrays.stream(tokens).sum()));
            double expectedMean = golden.json.get("loss_mean_over_tokens").asDouble();
            assertThat(mean.item_double()).isCloseTo(expectedMean, within(tolerance(model) * expectedMean));
            mean.backward();
            JsonNode gradients = golden.json.get("gradient_norm_and_sum");
            assertThat(gradients).hasSize(model.parameters().learned().size());
            for (String parameter : model.parameters().learned()) {
                double[] gradient =
                        Doubles.values(model.parameters().tensor(parameter).grad());
                double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
                double sum = Arrays.stream(gradient).sum();
                double largest = gradients.get(parameter).get(0).asDouble() * Math.sqrt(gradient.length);
                assertThat(norm)
                        .as(parameter)
                        .isCloseTo(gradients.get(parameter).get(0).asDouble(), within(tolerance(model) * largest));
                assertThat(sum)
                        .as(parameter)
                        .isCloseTo(gradients.get(parameter).get(1).asDouble(), within(tolerance(model) * largest));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void whatIsMostLikelyIsSaid(String name) throws IOException {
        Case golden = Case.of(name);
        int[] prompt = ints(golden.json.get("prompt"));
        int[] expected = ints(golden.json.get("greedy"));
        try (LanguageModel model = golden.model()) {
            assertThat(Generation.greedy(model, prompt, expected.length, -1)).containsExactly(expected);
        }
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }
}
