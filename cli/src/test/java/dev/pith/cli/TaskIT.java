package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Language models answer the questions of a task, from the command line. */
class TaskIT {
    @TempDir
    Path folder;

    private Path records;
    private Path task;

    @BeforeEach
    void write() throws IOException {
        records = folder.resolve("records.jsonl");
        Files.write(
                records,
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"instruction\": \"Question: Is " + i
                                + " a number?\\nAnswer:\", \"output\": \"yes\"}")
                        .toList());
        task = folder.resolve("task.jsonl");
        Files.write(
                task,
                List.of(
                        "{\"question\": \"Is 50 a number?\", \"choices\": [\"no\", \"yes\"], \"answer\": 1,"
                                + " \"subject\": \"numbers\"}",
                        "{\"question\": \"Is 51 a number?\", \"choices\": [\"no\", \"yes\"], \"answer\": \"A\","
                                + " \"subject\": \"lies\"}",
                        "{\"question\": \"Is 52 a number?\", \"answer\": [\"Yes.\", \"y\"], \"subject\": \"numbers\"}"));
    }

    private Path tuned() {
        Path run = folder.resolve("tuned");
        Invocation learned = Invocation.of(
                "finetune",
                records,
                "--model",
                "llama-shape",
                "--vocabulary",
                300,
                "--epochs",
                6,
                "--lr",
                0.003,
                "-o",
                run);
        assertThat(learned.exitCode()).as(learned.err()).isZero();
        return run;
    }

    @Test
    void aModelAnswersAsItLearned() throws IOException {
        Path tuned = tuned();
        Path run = folder.resolve("run");
        Object[] command = {
            "evaluate",
            tuned,
            "--task",
            task,
            "--answer-by",
            "text",
            "--template",
            "alpaca",
            "--answer-tokens",
            4,
            "-o",
            run
        };
        Invocation asked = Invocation.of(command);
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(asked.out())
                .contains(
                        "3 questions, 66.7 % answered rightly (standard error 27.2)",
                        "numbers  100.0 % of 2", "lies       0.0 % of 1", "mean of subjects   50.0 %");
        assertThat(Files.readAllLines(run.resolve("task.csv")))
                .containsExactly(
                        "id,key,subject,right,said,correct,correct_by_length,cut",
                        "0,0,numbers,yes,yes,1,1,0",
                        "1,1,lies,no,yes,0,0,0",
                        "2,2,numbers,Yes.,yes,1,1,0");
        Path again = folder.resolve("task.csv");
        Files.copy(run.resolve("task.csv"), again);
        assertThat(Invocation.of(command).exitCode()).isZero();
        assertThat(run.resolve("task.csv")).hasSameBinaryContentAs(again);
        assertThat(run.resolve("task.rows")).doesNotExist();

        Path adapted = folder.resolve("adapted");
        Invocation more = Invocation.of(
                "finetune", records, "--model", tuned.resolve("model"), "--lora", 1, "--epochs", 1, "-o", adapted);
        assertThat(more.exitCode()).as(more.err()).isZero();
        command[1] = adapted;
        command[command.length - 1] = folder.resolve("run of the adapted");
        Invocation ofAdapted = Invocation.of(command);
        assertThat(ofAdapted.exitCode()).as(ofAdapted.err()).isZero();
        assertThat(ofAdapted.out()).contains("3 questions, 66.7 % answered rightly");
    }

    @Test
    void examplesComeBeforeAndLongPromptsAreCut() throws IOException {
        Path examples = folder.resolve("examples.jsonl");
        String example = "{\"question\": \"" + "Is this long? ".repeat(60)
                + "%d\", \"choices\": [\"no\", \"yes\"], \"answer\": 0, \"subject\": \"%s\"}";
        Files.write(
                examples,
                List.of(example.formatted(1, "lies"), example.formatted(2, "lies"), example.formatted(3, "others")));
        Path tuned = tuned();
        Invocation all = Invocation.of(
                "evaluate",
                tuned,
                "--task",
                task,
                "--examples",
                examples,
                "-o",
                folder.resolve("run"),
                "--format",
                "json");
        assertThat(all.exitCode()).as(all.err()).isZero();
        assertThat(all.out()).contains("\"cut\" : 1", "\"questions\" : 3");
        Invocation alone =
                Invocation.of("evaluate", tuned, "--task", task, "-o", folder.resolve("alone"), "--format", "json");
        assertThat(alone.out()).contains("\"cut\" : 0");
    }

    private String refusal(Object... words) {
        Invocation refused = Invocation.of(words);
        assertThat(refused.exitCode()).isIn(1, 2);
        assertThat(refused.err().lines().filter(line -> line.startsWith("pith: ")))
                .hasSize(1);
        return refused.err();
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        Path run = folder.resolve("run");
        assertThat(refusal("evaluate", folder.resolve("none"), "--task", task, "-o", run))
                .contains("none/config.json: is not there: name the folder of a model");
        assertThat(refusal("evaluate", folder, "--answer-by", "text", "-o", run))
                .contains("--examples, --shots, --answer-by, --answer-tokens and --template are for --task");
        assertThat(refusal("evaluate", folder, "--task", task, "--shots", 2, "-o", run))
                .contains("--shots says how many of the --examples are shown; give their file");
        assertThat(refusal("evaluate", folder, run, "--task", task, "-o", run))
                .contains("--task asks one model, SOURCE; leave out " + run);
        for (String[] other : List.of(
                new String[] {"--methods", "dq"},
                new String[] {"--model", "llama-shape"},
                new String[] {"--net", "lenet"},
                new String[] {"--text-column", "question"})) {
            assertThat(refusal("evaluate", folder, "--task", task, other[0], other[1], "-o", run))
                    .contains(other[0] + " is not for --task, which asks one model");
        }
        assertThat(run).doesNotExist();
        Files.write(task, Collections.nCopies(2, "{\"question\": \"x\", \"choices\": [\"a\", \"b\"], \"answer\": 7}"));
        assertThat(refusal("evaluate", folder, "--task", task, "-o", run))
                .contains("record 0 of ", "has the answer '7', which is none of its 2 choices");
    }
}
