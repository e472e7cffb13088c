package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** A saved llama of 17 tokens. */
    private ObjectNode config;

    @BeforeEach
    void save() throws IOException {
        try (LanguageModel model = LanguageShape.LLAMA_SHAPE.create(17, 0, 5)) {
            LanguageModels.save(model, folder);
            config = (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
        }
    }

    private static float[] logits(LanguageModel model, int... ids) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            return Tensors.floats(model.logits(model.hidden(new Sequences(ids))));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GPT2_SHAPE", "LLAMA_SHAPE"})
    void whatIsSavedOpensAsItWas(LanguageShape shape) {
        try (LanguageModel model = shape.create(17, 0, 5)) {
            LanguageModels.save(model, folder);
            try (LanguageModel opened = LanguageModels.open(folder)) {
                assertThat(logits(opened, 3, 1, 4)).containsExactly(logits(model, 3, 1, 4));
                assertThat(opened.parameters().learned())
                        .containsExactlyElementsOf(model.parameters().learned());
            }
        }
        assertThat(Checkpoints.read(folder.resolve("model.safetensors")).metadata())
                .containsEntry("format", "pt");
    }

    @Test
    void theSeedDecidesTheWeights() {
        try (LanguageModel one = LanguageShape.LLAMA_SHAPE.create(17, 0, 5);
                LanguageModel same = LanguageShape.LLAMA_SHAPE.create(17, 0, 5);
                LanguageModel other = LanguageShape.LLAMA_SHAPE.create(17, 0, 6)) {
            assertThat(logits(one, 3)).containsExactly(logits(same, 3)).isNotEqualTo(logits(other, 3));
        }
    }

    @Test
    void shardsOpenByTheirIndexAndAMissingOneIsNamed() throws IOException {
        Map<String, TensorData> tensors =
                Checkpoints.read(folder.resolve("model.safetensors")).tensors();
        Map<String, Map<String, TensorData>> shards = new LinkedHashMap<>();
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        tensors.forEach((name, data) -> {
            String shard = "model-0000" + (name.contains("layers.3") ? 2 : 1) + "-of-00002.safetensors";
            shards.computeIfAbsent(shard, key -> new LinkedHashMap<>()).put(name, data);
            map.put(name, shard);
        });
        shards.forEach((name, data) -> SafeTensors.write(folder.resolve(name), data, Map.of()));
        float[] whole;
        try (LanguageModel model = LanguageModels.open(folder)) {
            whole = logits(model, 1, 2);
        }
        Files.delete(folder.resolve("model.safetensors"));
        JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
        try (LanguageModel model = LanguageModels.open(folder)) {
            assertThat(logits(model, 1, 2)).containsExactly(whole);
        }
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertThatThrownBy(() -> LanguageModels.open(folder))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("names model-00002-of-00002.safetensors, which is not beside it");
    }

    @Test
    void weightsWithoutATrunkInTheirNamesOpen() {
        Map<String, TensorData> bare = new LinkedHashMap<>();
        float[] whole;
        try (LanguageModel model = LanguageShape.GPT2_SHAPE.create(17, 0, 5)) {
            LanguageModels.save(model, folder);
            whole = logits(model, 1, 2);
        }
        Checkpoints.read(folder.resolve("model.safetensors"))
                .tensors()
                .forEach((name, data) -> bare.put(name.substring("transformer.".length()), data));
        bare.put("h.0.attn.bias", TensorData.of(new float[] {1}, 1, 1));
        SafeTensors.write(folder.resolve("model.safetensors"), bare, Map.of());
        try (LanguageModel model = LanguageModels.open(folder)) {
            assertThat(logits(model, 1, 2)).containsExactly(whole);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type | \"lama\" | its model_type is 'lama', and models are gpt2, llama, mistral, qwen2; the"
                        + " nearest is 'llama': take a model of one of these",
                "hidden_act | \"gelu\" | its hidden_act is 'gelu', and only 'silu' is computed: take another model",
                "hidden_size | null | has no whole number 'hidden_size': take it from the model's files anew",
                "rope_scaling | {\"rope_type\": \"yarn\"} | its rope_type is 'yarn', and only 'default' is computed:"
                        + " take a model without a stretched context",
                "num_key_value_heads | 4 | 6 heads cannot share 4 heads of keys",
            })
    void whatIsNotComputedIsRefused(String key, String value, String message) throws IOException {
        config.set(key, JSON.readTree(value));
        JSON.writeValue(folder.resolve("config.json").toFile(), config);
        assertThatThrownBy(() -> LanguageModels.open(folder))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve("config.json") + ": " + message);
    }

    @Test
    void weightsOfAnotherShapeAreRefused() throws IOException {
        config.put("vocab_size", 18);
        JSON.writeValue(folder.resolve("config.json").toFile(), config);
        assertThatThrownBy(() -> LanguageModels.open(folder))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("model.safetensors: does not fit the llama of its config.json: 1 of another shape"
                        + " (model.embed_tokens.weight [17, 192] instead of [18, 192])");
    }

    @Test
    void olderConfigurationsHaveTheBaseOfWavelengthsBesideTheRest() {
        assertThat(LanguageConfig.of(config.put("rope_theta", 50.0), "x").theta())
                .isEqualTo(50);
        config.putObject("rope_parameters").put("rope_theta", 60.0).put("rope_type", "default");
        assertThat(LanguageConfig.of(config, "x").theta()).isEqualTo(60);
    }

    @Test
    void windowsOfAttentionBoundTheContext() {
        config.put("model_type", "mistral").put("sliding_window", 100);
        assertThat(LanguageConfig.of(config, "x").context()).isEqualTo(100);
        config.put("model_type", "qwen2").put("use_sliding_window", false);
        assertThat(LanguageConfig.of(config, "x").context()).isEqualTo(512);
    }

    @Test
    void anUnknownShapeIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> LanguageShape.of("lama-shape"))
                .hasMessage("lama-shape: is no folder of a model, and no shape: those are gpt2-shape, llama-shape,"
                        + " gpt2-124m; did you mean 'llama-shape'?");
    }

    @Test
    void aFolderWithoutAConfigurationIsRefused(@TempDir Path empty) {
        assertThatThrownBy(() -> LanguageModels.open(empty))
                .hasMessage(empty.resolve("config.json") + ": is not there: name the folder of a model, with its"
                        + " config.json, model.safetensors and tokenizer.json");
    }
}
