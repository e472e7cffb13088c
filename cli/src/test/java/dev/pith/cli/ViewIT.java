package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.BufferedReader;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a browser, from its start to Ctrl-C, and the files that were saved there. */
class ViewIT {
    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void quantize() {
        run = folder.resolve("run");
        Invocation.of(
                "quantize", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "--keep", "5%", "-o", run);
    }

    @Test
    void servesUntilItIsToldToEndAndLeavesTheRunAsItWas() throws Exception {
        byte[] before = Files.readAllBytes(run.resolve("manifest.json"));
        Process process = new ProcessBuilder(PithProcess.command("view", run, "--no-open"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo(run + ": 1,000 samples; Ctrl-C ends the view");
            URI page = URI.create(out.readLine());
            try (InputStream html = page.toURL().openStream()) {
                assertThat(new String(html.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("Pith view");
            }
            assertThat(Invocation.of("sample", run, "--keep", "5%").exitCode())
                    .as("other commands go on")
                    .isZero();
            process.destroy(); // which tells the process to end, as Ctrl-C does
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllBytes(run.resolve("manifest.json"))).isEqualTo(before);
    }

    @Test
    void whatCannotBeShownIsSaidInALine() throws Exception {
        Invocation none = Invocation.of("view", folder.resolve("none"), "--no-open");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .contains("no manifest.json in it, so it is not a run")
                .hasLineCount(1);
        assertThat(Invocation.of("view", run, "--no-open", "--port", "70000"))
                .isEqualTo(
                        new Invocation(2, "", "pith: --port must be in [0, 65535], got 70000\nTry pith view --help\n"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Invocation refused = Invocation.of("view", run, "--no-open", "--port", taken.getLocalPort());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("pith: port " + taken.getLocalPort() + " of 127.0.0.1 is in use")
                    .contains("give another with --port")
                    .hasLineCount(1);
        }
    }

    @Test
    void aSavedSelectionIsExportedInPlaceOfTheRunsOwn() {
        Path saved = run.resolve("selection-mine.npy");
        Npy.write(saved, new int[] {9, 4, 7});
        Path target = folder.resolve("exported");
        Invocation done = Invocation.of("export", run, "--to", "indices", "--selection", saved, "-o", target);
        assertThat(done).isEqualTo(new Invocation(0, "3 samples as indices in " + target + "\n", ""));
        assertThat(Npy.readLongs(target.resolve("indices.npy"))).containsExactly(9, 4, 7);
        Npy.write(saved, new int[] {1000});
        assertThat(Invocation.of("export", run, "--to", "csv", "--selection", saved)
                        .err())
                .contains("names id 1000, but the ids of fashion-mnist-mini go from 0 to 999")
                .hasLineCount(1);
        Npy.write(saved, new int[] {3, 3});
        assertThat(Invocation.of("export", run, "--to", "csv", "--selection", saved)
                        .err())
                .contains("names id 3 twice")
                .hasLineCount(1);
        Invocation missing = Invocation.of("export", run, "--to", "csv", "--selection", folder.resolve("no.npy"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("no.npy").hasLineCount(1);
    }
}
