package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.torch.checkpoint.Checkpoints;
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
                        Stream.of(
                                "finetune",
                                records,
                                "--model",
                                "llama-shape",
                                "--vocabulary",
                                300,
                                "--epochs",
                                2,
                                "-o",
                                run),
                        Stream.of(more))
                .toArray());
    }

    @Test
    void aModelLearnsAndIsLearnedFrom() throws IOException {
        Path run = folder.resolve("run");
        Invocation done = finetune(run, "--holdout", 8, "--lr", 0.003);
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
        assertThat(Checkpoints.read(adapted.resolve("model/adapter_model.safetensors"))
                        .tensors())
                .hasSize(2 * 2 * 4);

        assertThat(finetune(run, "--holdout", 8, "--lr", 0.003).exitCode()).isZero();
        Invocation other = finetune(run, "--holdout", 8, "--lr", 0.001);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("the fine-tuning of this run was made otherwise: lr was 0.003, now 0.001");
    }

    @Test
    void threadsChangeNoByte() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertThat(finetune(one, "--threads", 1).exitCode()).isZero();
        assertThat(finetune(two, "--threads", 2).exitCode()).isZero();
        assertThat(two.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(one.resolve("model/model.safetensors"));
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
        assertThat(refused.err()).contains("Fine-tuning gpt2-124m needs about ", "use a smaller model, or --lora");
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
