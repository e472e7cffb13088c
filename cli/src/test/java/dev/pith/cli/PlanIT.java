package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans for loops in other languages. */
class PlanIT {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("pith.root", ".."), "examples", "train_with_plan.py");

    @TempDir
    Path folder;

    private Invocation plan(Object... options) {
        List<Object> words = new ArrayList<>(List.of("plan", "-o", folder.resolve("plans"), "--samples", 10));
        words.addAll(List.of(options));
        return Invocation.of(words.toArray());
    }

    @Test
    void oneCallAnEpoch() throws IOException {
        Path plans = folder.resolve("plans");
        assertThat(plan("--epochs", 2))
                .isEqualTo(new Invocation(
                        0,
                        plans.resolve("plan-000.npz") + ": 10 of 10 samples, epoch 0 (of 0 to 1)\nSave their losses as "
                                + plans.resolve("losses-000.npy") + ", then give the same command again.\n",
                        ""));
        Npy.write(plans.resolve("losses-000.npy"), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        JsonNode second = new ObjectMapper()
                .readTree(plan("--epochs", 2, "--format", "json").out());
        assertThat(second.get("epoch").asInt()).isEqualTo(1);
        assertThat(second.get("plan").asText())
                .isEqualTo(plans.resolve("plan-001.npz").toString());
        assertThat(second.get("seen").asInt()).isEqualTo(10); // the last epoch sees everything
        assertThat(second.get("meanScore").asDouble()).isEqualTo(5.5);
        assertThat(second.get("done").asBoolean()).isFalse();
        Npy.write(plans.resolve("losses-001.npy"), new float[10]);
        assertThat(plan("--epochs", 2).out()).isEqualTo("all 2 epochs are planned and told of\n");
    }

    @Test
    void wrongUseIsOneLineAndMakesNothing() {
        assertThat(plan("--epochs", 0).err()).startsWith("pith: epochs must be at least 1, got 0\n");
        assertThat(plan("--epochs", 2, "--ratio", 1).err()).startsWith("pith: ratio must be in [0, 1), got 1.0");
        assertThat(plan("--epochs", 2, "--next", 2).err()).startsWith("pith: --next must be in [0, 2), got 2\n");
        assertThat(folder).isEmptyDirectory();
        Invocation early = plan("--epochs", 2, "--next", 1);
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err()).contains("losses-000.npy: is missing").hasLineCount(1);
        plan("--epochs", 2);
        assertThat(plan("--epochs", 3).err())
                .contains("epochs=2", "epochs=3", "give another folder")
                .hasLineCount(1);
    }

    @Test
    void followingEndsWithTheLoop() throws Exception {
        Process pith = new ProcessBuilder(PithProcess.command(
                        "plan", "-o", folder.resolve("plans"), "--samples", 10, "--epochs", 3, "--follow"))
                .start();
        try (BufferedReader out = pith.inputReader(StandardCharsets.UTF_8);
                BufferedWriter in = pith.outputWriter(StandardCharsets.UTF_8)) {
            String first = out.readLine();
            assertThat(first).isEqualTo(folder.resolve("plans/plan-000.npz").toString());
            Npy.write(folder.resolve("plans/losses-000.npy"), new float[10]);
            in.write("\n");
            in.flush();
            assertThat(out.readLine()).endsWith("plan-001.npz");
        }
        assertThat(pith.waitFor()).isZero();
    }

    private static ProcessBuilder example(Path folder, String... mode) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", EXAMPLE.toString(), folder.toString()));
        command.addAll(List.of(mode));
        command.addAll(PithProcess.command());
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static String printed(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    @Test
    void aLoopInPythonGains() throws Exception {
        boolean numpy;
        try {
            numpy = new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException e) {
            numpy = false;
        }
        Assumptions.assumeTrue(numpy, "needs python3 with NumPy");
        String undisturbed =
                printed(example(folder.resolve("follow"), "--follow").start());
        assertThat(undisturbed).contains("every sample: 96000 samples seen, ").containsPattern("InfoBatch: +6\\d{4} ");

        Path killed = folder.resolve("killed");
        Process first = example(killed).start();
        while (!Files.exists(killed.resolve("losses-003.npy"))) {
            assertThat(first.isAlive()).isTrue();
            Thread.sleep(5);
        }
        List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
        first.destroyForcibly().waitFor();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().join();
        }
        assertThat(printed(example(killed).start())).isEqualTo(undisturbed);
        for (int epoch = 0; epoch < 16; epoch++) {
            String name = String.format("plan-%03d.npz", epoch);
            assertThat(killed.resolve(name))
                    .hasBinaryContent(
                            Files.readAllBytes(folder.resolve("follow").resolve(name)));
        }
    }
}
