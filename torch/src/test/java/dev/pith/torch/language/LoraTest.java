package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoraTest {
    private static final Lora LORA = new Lora(4, 8, List.of());
    private static final List<TokenRecord> RECORDS = Tiny.records(16);

    @TempDir
    private Path folder;

    private static LanguageModel model(String family) {
        return family.equals("gpt2") ? Tiny.gpt2(1) : Tiny.llama(1);
    }

    private static List<EpochRecord> train(LanguageModel model, Threads threads) {
        Recipe recipe = Recipe.builder()
                .epochs(30)
                .batch(16)
                .rule(new Adam(0.9, 0.999, 1e-8, 0, true))
                .schedule(new Schedule.Constant(0.02))
                .build();
        try (Trainer trainer = new Trainer(
                recipe,
                new LanguageTask(model, RECORDS, new Precision(false, false)),
                EpochPruning.none(PruningSchedule.of(16, 30, 0)),
                threads)) {
            return trainer.train(TrainingListener.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void startsAsTheModelAndLearnsWhileItsWeightsStay(String family) {
        try (LanguageModel model = model(family);
                Threads threads = new Threads(2)) {
            Map<String, float[]> before = new LinkedHashMap<>();
            model.parameters().tensors().forEach((name, tensor) -> before.put(name, Tensors.floats(tensor)));
            float[] plain = AnswerLoss.of(model, RECORDS, threads);
            LORA.attach(model, 1);
            assertThat(AnswerLoss.of(model, RECORDS, threads)).containsExactly(plain);
            List<EpochRecord> epochs = train(model, threads);
            assertThat(epochs.get(29).loss()).isLessThan(epochs.get(0).loss() - 0.1);
            before.forEach((name, values) -> assertThat(
                            Tensors.floats(model.parameters().tensor(name)))
                    .as(name)
                    .containsExactly(values));

            LORA.save(model, "base", folder);
            float[] learned = AnswerLoss.of(model, RECORDS, threads);
            try (LanguageModel again = model(family)) {
                assertThat(Lora.open(again, folder).rank()).isEqualTo(4);
                assertThat(AnswerLoss.of(again, RECORDS, threads)).containsExactly(learned, within(1e-6f));
            }
            assertThatThrownBy(() -> LanguageModels.save(model, folder)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void isWrittenAsPeftDoes() throws IOException {
        try (LanguageModel model = Tiny.llama(1)) {
            LORA.attach(model, 1);
            LORA.save(model, "some/base", folder);
        }
        assertThat(Checkpoints.read(folder.resolve("adapter_model.safetensors")).tensors())
                .hasSize(2 * 2 * 2)
                .containsKeys(
                        "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
                        "base_model.model.model.layers.1.self_attn.v_proj.lora_B.weight");
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("adapter_config.json").toFile());
        assertThat(json.get("peft_type").asText()).isEqualTo("LORA");
        assertThat(json.get("base_model_name_or_path").asText()).isEqualTo("some/base");
        assertThat(json.get("target_modules")).map(JsonNode::asText).containsExactly("q_proj", "v_proj");
        assertThat(json.get("r").asInt()).isEqualTo(4);
        assertThat(json.get("lora_alpha").asDouble()).isEqualTo(8);
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        try (LanguageModel model = Tiny.llama(1)) {
            assertThatThrownBy(() -> new Lora(4, 8, List.of("c_attn")).attach(model, 1))
                    .isInstanceOf(PithException.class)
                    .hasMessage("there is no layer 'c_attn' to adapt; `projections` of a llama are down_proj,"
                            + " gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj");
        }
    }

    @Test
    void anAdapterThatIsNotComputedIsRefused() throws IOException {
        Path file = folder.resolve("adapter_config.json");
        Files.writeString(file, "{\"r\": 4, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\"], \"use_dora\": true}");
        try (LanguageModel model = Tiny.llama(1)) {
            assertThatThrownBy(() -> Lora.open(model, folder))
                    .hasMessage(file + ": has use_dora, which is not computed: train without it");
            Files.writeString(file, "{\"r\": 4, \"lora_alpha\": 8, \"target_modules\": \"all-linear\"}");
            assertThatThrownBy(() -> Lora.open(model, folder))
                    .hasMessage(file + ": has no list of target_modules: name the layers in it");
        }
    }
}
