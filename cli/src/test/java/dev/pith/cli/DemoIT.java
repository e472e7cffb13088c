package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.cli.console.Failures;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.RunFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo, with trainings of a few seconds. */
class DemoIT {
    @TempDir
    Path folder;

    @Test
    void tellsTheWholeStoryAndTellsItAgainAtOnce() throws IOException {
        Path run = folder.resolve("demo");
        Invocation first = demo(run);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("1 of 5: ", "5 of 5: ");
        assertThat(first.out().lines().map(line -> line.replaceAll("  .*", "")))
                .containsExactly(
                        "convnet-width32, equal steps",
                        "selection",
                        "random",
                        "dq-10 gradient",
                        "facility-location embedding",
                        "random",
                        "dq-10 gradient",
                        "facility-location embedding",
                        "all",
                        "",
                        "convnet-width32, equal epochs",
                        "selection",
                        "all",
                        "all + infobatch",
                        "",
                        "4 comparisons with random; one seed has no interval",
                        "",
                        run + "/report.html shows it, in any browser");
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).hasSize(600);
        assertThat(run.resolve("report.html")).exists();
        byte[] trainings = Files.readAllBytes(run.resolve(RunFiles.TRIALS));

        Invocation again = demo(run);
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(run.resolve(RunFiles.TRIALS)).hasBinaryContent(trainings);
    }

    private static Invocation demo(Path run) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new DemoCommand(new DemoCommand.Size(1, 1, 2, 1)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .execute("-o", run.toString());
        return new Invocation(exitCode, out.toString(), err.toString());
    }
}
