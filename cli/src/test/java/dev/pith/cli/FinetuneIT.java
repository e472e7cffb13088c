package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.text.chat.BytePairs;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Language models learn from records, from the command line. */
class FinetuneIT {
    @TempDir
    Path folder;

    private Path records;

    @BeforeEach
    void write() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i ->
                        "{\"instruction\": \"Say " + i % 5 + "\", \"output\": \"" + "yes ".repeat(1 + i % 5) + "\"}")
                .toList();
        records = folder.resolve("records.jsonl");
        Files.write(
                records,
                Stream.concat(
                                lines.stream(),
                                Stream.of(
                                        "{\"instruction\": \"nothing\", \"output\": \"\"}",
                                        "{\"instruction\": \"" + "long ".repeat(600)
                                                + "\", \"output\": \"half \\ud83d\"}"))
                        .toList(),
                StandardCharsets.UTF_8);
    }

    private Invocation finetune(Path run, Object... more) {
        return Invocation.of(Stream.concat(
                        Stream.of("finetune", records, "--model", "llama-shape", "--vocabulary", 300, "-o", run),
                        Stream.of(more))
                .toArray());
    }

    @Test
    void aModelLearnsAndIsLearnedFrom() throws IOException {
        Path run = folder.resolve("run");
        Invocation done = finetune(run, "--epochs", 2, "--holdout", 8, "--lr", 0.003);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("tokens of answers", "2 have nothing to learn", "loss on held-out answers");
        assertThat(Files.readString(run.resolve("train-skipped.csv")))
                .contains("has no answer to learn", "has no token of an answer among its first 512 of ");
        List<String> answers = Files.readAllLines(run.resolve("answers.csv"));
        assertThat(answers.get(0)).isEqualTo("id,key,tokens,loss_before,loss_after");
        for (String line : answers.subList(1, answers.size())) {
            String[] fields = line.split(",", -1);
            assertThat(Float.parseFloat(fields[4])).isLessThan(0.7f * Float.parseFloat(fields[3]));
        }
        assertThat(Files.readAllLines(run.resolve("holdout.csv"))).hasSize(4); // a header, before, two epochs
        assertThat(run.resolve("model/tokenizer.json")).exists();

        Path adapted = folder.resolve("adapted");
        Invocation lora = Invocation.of(
                "finetune",
                records,
                "--model",
                run.resolve("model"),
                "--lora",
                2,
                "--epochs",
                1,
                "--infobatch",
                "-o",
                adapted);
        assertThat(lora.exitCode()).as(lora.err()).isZero();
        assertThat(lora.out()).contains(" tokens spared, or about ");
        assertThat(Checkpoints.read(adapted.resolve("model/adapter_model.safetensors"))
                        .tensors())
                .hasSize(2 * 2 * 4);

        assertThat(finetune(run, "--epochs", 2, "--holdout", 8, "--lr", 0.003).exitCode())
                .isZero();
        Invocation other = finetune(run, "--epochs", 2, "--holdout", 8, "--lr", 0.001);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("the fine-tuning of this run was made otherwise: lr was 0.003, now 0.001");
    }

    @Test
    void threadsChangeNoByte() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertThat(finetune(one, "--epochs", 1, "--threads", 1).exitCode()).isZero();
        assertThat(finetune(two, "--epochs", 1, "--threads", 2).exitCode()).isZero();
        assertThat(two.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(one.resolve("model/model.safetensors"));
    }

    /** Writes the folder of a model of random weights and its tokenizer. */
    private Path model() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        BytePairs.train(List.of("yes yes no no"), 260, model.resolve("tokenizer.json"));
        try (LanguageModel random = LanguageShape.LLAMA_SHAPE.create(261, 0, 1)) {
            LanguageModels.save(random, model);
        }
        return model;
    }

    private String refusal(Object... words) {
        Invocation refused = Invocation.of(
                Stream.concat(Stream.of("finetune", records, "-o", folder.resolve("refused")), Stream.of(words))
                        .toArray());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("refused/model")).doesNotExist();
        return refused.err();
    }

    @Test
    void whatIsWrongWithAModelIsNamed() throws IOException {
        Path model = model();
        Path other = folder.resolve("other.json");
        BytePairs.train(List.of("yes yes no no more more of these these these"), 280, other);
        assertThat(refusal("--model", model, "--tokenizer", other))
                .contains("other.json", "and the model knows 261: take the tokenizer that the model was made with");
        Path config = model.resolve("config.json");
        String json = Files.readString(config);
        Files.writeString(config, json.replace("\"llama\"", "\"lama\""));
        assertThat(refusal("--model", model)).contains("its model_type is 'lama'", "the nearest is 'llama'");
        Files.writeString(config, json);
        Files.writeString(
                model.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"model.norm.weight\": \"model-00002-of-00002.safetensors\"}}");
        assertThat(refusal("--model", model))
                .contains("names model-00002-of-00002.safetensors, which is not beside it");
        assertThat(refusal("--model", "llama-shape", "--lora", 2))
                .contains("llama-shape: has random weights, and --lora is for learned ones that stay");
    }

    @Test
    void whatIsWrongWithATrainingIsNamed() throws IOException {
        Path none = folder.resolve("none.npy");
        Npy.write(none, new long[0]);
        assertThat(refusal("--model", "llama-shape", "--vocabulary", 300, "--selection", none))
                .contains("no sample is left to train on; check --selection and --holdout");
        assertThat(refusal("--model", "llama-shape", "--vocabulary", 300, "--lr", 1e30, "--batch", 8))
                .contains("the loss became NaN in epoch 1, step ", "lower the learning rate; nothing was saved before");
        assertThat(refusal("--model", "llama-shape", "--vocabulary", 300, "--context", 20))
                .contains("records.jsonl: none of 42 records has anything to learn: raise --context");
    }

    @Test
    void recordsThatAreLongerThanTheContextAreCutAndCounted() {
        Path run = folder.resolve("run");
        Invocation done = finetune(run, "--template", "plain", "--context", 8, "--epochs", 1);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out())
                .containsPattern("[1-9]\\d* are longer than what is read, and were cut")
                .contains(" have nothing to learn and are left out, see ");
    }

    @Test
    void ofChatsWhatIsSaidIsLearnedAndNothingElse() throws IOException {
        Path chats = Files.writeString(
                folder.resolve("chats.jsonl"),
                """
                {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": null, "tool_calls": \
                [{"function": {"name": "f"}}]}, {"role": "tool", "content": "5"}, {"role": "user", "content": ""}, \
                {"role": "assistant", "content": "b"}]}
                """);
        Invocation shown =
                Invocation.of("finetune", chats, "--model", "llama-shape", "--show", 3, "-o", folder.resolve("run"));
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .isEqualTo(
                        """
                        --- 0
                        <|im_start|>user
                        a<|im_end|>
                        <|im_start|>tool
                        5<|im_end|>
                        <|im_start|>assistant
                        [[b<|im_end|>]]

                        """);
    }

    @Test
    void whatIsLearnedCanBeLookedAt() {
        Path run = folder.resolve("run");
        Invocation shown = finetune(run, "--show", 1);
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("### Instruction:\nSay 0\n\n### Response:[[yes ]][[<end>]]");
        assertThat(run).doesNotExist();
    }

    @Test
    void aModelThatDoesNotFitIntoMemoryIsRefused() {
        Path run = folder.resolve("run");
        Invocation refused = Invocation.of(
                "finetune", records, "--model", "gpt2-124m", "--vocabulary", 300, "--memory", "600m", "-o", run);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("Fine-tuning gpt2-124m needs about ", "use a smaller model, fewer --threads, --lora (about ");
    }

    @Test
    void whatIsNoModelIsRefusedBeforeAnythingIsMade() {
        Path run = folder.resolve("run");
        Invocation refused = Invocation.of("finetune", records, "--model", "lama-shape", "-o", run);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("did you mean 'llama-shape'?");
        assertThat(run).doesNotExist();
    }
}
