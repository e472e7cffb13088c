package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that train together. */
class TrainingProcessesIT {
    private static final int EPOCHS = 80;

    @TempDir
    private Path folder;

    private Path few;
    private Path run;

    @BeforeEach
    void prepare() {
        few = folder.resolve("few.npy");
        run = folder.resolve("run");
        Npy.write(few, IntStream.range(0, 149).map(i -> 40 * i).toArray());
    }

    private Object[] words(Path output, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "fashion-mnist-mini", "--selection", few));
        words.addAll(List.of("--epochs", EPOCHS, "--batch", 32, "--infobatch", "--save-every", 1, "--augment", "crop"));
        words.addAll(List.of("--workers", 2, "-o", output));
        words.addAll(Arrays.asList(more));
        return words.toArray();
    }

    /** Starts a training, or goes on with it, and returns when it has finished another epoch. */
    private PithProcess started() throws IOException, InterruptedException {
        int before = epochs();
        PithProcess process = PithProcess.start(folder, words(run));
        while (process.isAlive() && epochs() <= before + 1) { // the log is written before the checkpoint
            Thread.sleep(5);
        }
        return process;
    }

    private int epochs() throws IOException {
        Path log = run.resolve("train.jsonl");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void aTrainingGoesOnAfterAnyOfItsProcessesIsKilled() throws Exception {
        for (int rank = 0; rank < 2; rank++) {
            try (PithProcess process = started()) {
                List<ProcessHandle> children = process.children();
                assertThat(children).hasSize(2);
                children.get(rank).destroyForcibly();
                assertThat(process.exitCode()).isEqualTo(1);
                assertThat(process.err().lines().filter(line -> line.startsWith("pith: worker")))
                        .containsExactly(
                                "pith: worker " + rank + " of 2 was ended from outside (exit code 137); the last"
                                        + " good checkpoint is " + run.resolve("checkpoint.safetensors")
                                        + ", and the same command goes on from there");
                assertThat(children).noneMatch(ProcessHandle::isAlive);
            }
            assertThat(run.resolve("model.safetensors")).doesNotExist();
        }
        try (PithProcess process = started()) { // the one that the user started
            List<ProcessHandle> children = process.children();
            process.kill();
            for (ProcessHandle child : children) {
                child.onExit().get(30, TimeUnit.SECONDS);
            }
        }
        Invocation resumed = Invocation.of(words(run));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).startsWith("pith: going on from " + run.resolve("checkpoint.safetensors") + "\n");
        Path undisturbed = folder.resolve("undisturbed");
        assertThat(Invocation.of(words(undisturbed)).exitCode()).isZero();
        for (String file : List.of("model.safetensors", "accuracy.csv")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
        assertThat(Files.readAllLines(run.resolve("train.jsonl"))).hasSize(EPOCHS);
        assertThat(run.resolve("checkpoint.safetensors")).doesNotExist();
        assertThat(RunBytes.unfinished(run)).isEmpty();

        Invocation again = Invocation.of(words(run));
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).isEmpty();
    }

    @Test
    void aTrainingThatDivergesSaysSoOnce() throws IOException {
        Invocation diverged = Invocation.of(words(run, "--lr", 1e15, "--schedule", "constant"));
        assertThat(diverged.exitCode()).isEqualTo(1);
        assertThat(diverged.err().lines().filter(line -> !line.startsWith("training in 2 processes: ")))
                .singleElement()
                .asString()
                .matches("pith: the (loss|weights) became \\S+ in epoch \\d, step \\d, at a learning rate of"
                        + " 1.00e\\+15: lower the learning rate; (nothing was saved before|the last good checkpoint is"
                        + " \\S+/checkpoint.safetensors, after epoch \\d)");
    }

    @Test
    void countsThatCannotBe() {
        assertThat(Invocation.of("train", "fashion-mnist-mini", "--workers", 0, "-o", run)
                        .err())
                .startsWith("pith: --workers must be at least 1, got 0\n");
        assertThat(Invocation.of("train", "fashion-mnist-mini", "--batch", 3, "--workers", 4, "-o", run)
                        .err())
                .startsWith("pith: --workers must be at most the samples of a batch, 3, got 4\n");
        assertThat(run).doesNotExist();
    }
}
