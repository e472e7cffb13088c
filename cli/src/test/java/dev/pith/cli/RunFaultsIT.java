package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pith.run.Author;
import dev.pith.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may happen to a command from outside: killed, interrupted, out of disk, not alone. */
class RunFaultsIT {
    private static final int KILLS = 20;
    private static final long SEED = 42;

    @TempDir
    Path folder;

    private Path run;
    private Object[] command;

    @BeforeEach
    void name() {
        run = folder.resolve("run");
        command = new Object[] {
            "quantize", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "--keep", "20%", "-o", run
        };
    }

    private static void assumeUnix() {
        assumeThat(System.getProperty("os.name").toLowerCase(Locale.ROOT)).doesNotContain("windows");
    }

    @Test
    void killedAtAnyMomentTheSameCommandGivesTheSameBytes() throws Exception {
        long began = System.nanoTime();
        try (PithProcess undisturbed = PithProcess.start(folder, command)) {
            assertThat(undisturbed.exitCode()).isZero();
        }
        long millis = (System.nanoTime() - began) / 1_000_000;
        Map<String, Object> expected = RunBytes.content(run);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            RunBytes.delete(run);
            try (PithProcess killed = PithProcess.start(folder, command)) {
                Thread.sleep(millis / 4 + random.nextLong(millis * 3 / 4)); // the first quarter starts the JVM
                killed.kill();
            }
            Invocation resumed = Invocation.of(command);
            assertThat(resumed.exitCode())
                    .as("after kill %d: %s", kill, resumed.err())
                    .isZero();
            assertThat(RunBytes.content(run)).as("after kill %d", kill).isEqualTo(expected);
        }
    }

    @Test
    void interruptedItEndsAndLeavesNoPartialFile() throws Exception {
        assumeUnix();
        try (PithProcess interrupted = PithProcess.start(
                folder,
                "quantize",
                "fashion-mnist-mini",
                "--features",
                "pixels",
                "--no-stratify",
                "--bins",
                100,
                "-o",
                run)) {
            while (interrupted.isAlive() && !Files.exists(run.resolve("manifest.json"))) {
                Thread.sleep(1);
            }
            int expected = interrupted.interrupt();
            assertThat(interrupted.exitCode()).isEqualTo(expected);
            assertThat(interrupted.err())
                    .isEqualTo("pith: interrupted; the same command goes on after the last finished step\n");
        }
        assertThat(RunBytes.unfinished(run)).isEmpty();
    }

    @Test
    void aFullDiskIsOneLineAndNothingHalfWritten() throws Exception {
        assumeUnix();
        // A file may not grow beyond 1,000 blocks, which the system reports as it reports a full disk: a failed write.
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -f 1000; exec \"$@\"", "sh");
        try (PithProcess full = PithProcess.startUnder(folder, limited, command)) {
            assertThat(full.err())
                    .isEqualTo("pith: " + run.resolve("features.npy") + ": the disk is full (File too large);"
                            + " free some space and give the same command again\n");
            assertThat(full.exitCode()).isEqualTo(1);
        }
        assertThat(run.resolve("features.npy")).doesNotExist();
        assertThat(RunBytes.unfinished(run)).isEmpty();
        assertThat(Invocation.of(command).exitCode()).isZero();
    }

    @Test
    void aSecondProcessOnTheSameRunIsRefused() throws Exception {
        Run held = Run.open(run, new Author("test", List.of(), null));
        try (held;
                PithProcess second = PithProcess.start(folder, command)) {
            assertThat(second.err())
                    .isEqualTo("pith: " + run + ": another pith command works on this run; wait until it ends,"
                            + " or give another directory\n");
            assertThat(second.exitCode()).isEqualTo(1);
        }
        assertThat(Invocation.of(command).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "pixels, Reading images, use fewer images",
        "gradient, Looking at images with a network, use --features pixels"
    })
    void aStepThatWouldNotFitIntoMemoryDoesNotStart(String features, String work, String remedy) {
        Invocation refused =
                Invocation.of("quantize", "fashion-mnist-mini", "--features", features, "--memory", "100m", "-o", run);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .matches("pith: " + work + " needs about [0-9.]+ MiB of memory and may use 100.0 MiB:"
                        + " allow more with --memory if the machine has it, or " + remedy + "\n");
    }

    @Test
    void anUnwritableRunIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Invocation refused = Invocation.of("quantize", "fashion-mnist-mini", "-o", file);
        assertThat(refused)
                .isEqualTo(new Invocation(
                        1, "", "pith: " + file + ": is a file; give another directory, a run is a directory\n"));
    }
}
