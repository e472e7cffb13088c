package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageConfigTest {
    private static final String LLAMA_7B =
            """
            {"model_type": "llama", "vocab_size": 32000, "hidden_size": 4096, "intermediate_size": 11008,
             "num_hidden_layers": 32, "num_attention_heads": 32, "max_position_embeddings": 4096, "eos_token_id": 2}""";

    private static LanguageConfig config(String json) throws IOException {
        return LanguageConfig.of((ObjectNode) new ObjectMapper().readTree(json), "x");
    }

    @ParameterizedTest
    @EnumSource(names = {"GPT2_SHAPE", "LLAMA_SHAPE"})
    void weightsAreThoseOfTheModelsMatrices(LanguageShape shape) {
        try (LanguageModel model = shape.create(100, 0, 1)) {
            assertThat(model.config().weights())
                    .isEqualTo(model.parameters().tensors().values().stream()
                            .filter(tensor -> tensor.dim() == 2)
                            .mapToLong(Tensor::numel)
                            .sum());
        }
    }

    @Test
    void sevenBillionWeightsNeedMoreThanAHundredGigabytes() throws IOException {
        LanguageConfig config = config(LLAMA_7B);
        assertThat(config.weights() / 1e9).isCloseTo(6.74, within(0.01));
        assertThat(config.trainingBytes(false, 2, 512, true) / 1e9).isBetween(216.0, 220.0);
        assertThat(config.trainingBytes(true, 2, 512, true) / 1e9).isBetween(27.0, 31.0);
    }

    @Test
    void theSmallestPublishedModelIsTrainedInSixGibibytes() {
        LanguageConfig config = LanguageShape.GPT2_124M.config(50_257, 0);
        assertThat(config.weights() / 1e6).isCloseTo(124.3, within(0.2));
        long besides = 600L << 20; // Java and PyTorch
        assertThat(config.trainingBytes(false, 2, 1024, true) + besides).isLessThan(6L << 30);
        assertThat(config.trainingBytes(false, 2, 1024, false))
                .isGreaterThan(6L << 30); // it is computing twice that helps
    }

    @Test
    void theFirstOfSeveralEndsCounts() throws IOException {
        assertThat(config(LLAMA_7B).end()).isEqualTo(2);
        assertThat(config(LLAMA_7B.replace("\"eos_token_id\": 2", "\"eos_token_id\": [7, 8]"))
                        .end())
                .isEqualTo(7);
        assertThat(config(LLAMA_7B.replace("\"eos_token_id\": 2", "\"bos_token_id\": 1"))
                        .end())
                .isEqualTo(-1);
    }
}
