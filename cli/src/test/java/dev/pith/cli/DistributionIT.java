package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is installed runs without sources and without Maven. */
@DisabledOnOs(OS.WINDOWS)
class DistributionIT {
    private static final Path CLI = Path.of(System.getProperty("pith.root"), "cli");

    @TempDir
    private Path folder;

    @Test
    void theLauncherFindsItsJars() throws IOException, InterruptedException {
        ProcessBuilder launcher =
                new ProcessBuilder("sh", CLI.resolve("src/dist/bin/pith").toString(), "--version");
        launcher.environment().put("PITH_LIB", CLI.resolve("target/lib").toString());
        assertThat(output(launcher)).startsWith("pith ");
        launcher.command().set(2, "completion");
        assertThat(output(launcher)).contains("complete -F _complete_pith ");
    }

    @Test
    void theZipSelectsFromTheBundledImages() throws IOException, InterruptedException {
        Optional<Path> zip = zip();
        assumeThat(zip).as("made by mvn -Pdist verify").isPresent();
        Path home = unpack(zip.orElseThrow());
        Path run = folder.resolve("run");
        List<String> words = List.of(
                "sh",
                home.resolve("bin/pith").toString(),
                "quantize",
                "fashion-mnist-mini",
                "--features",
                "pixels",
                "--keep",
                "5%",
                "-o",
                run.toString());
        assertThat(output(new ProcessBuilder(words))).contains("300 selected");
        assertThat(run.resolve("selection.npy")).exists();
        assertThat(output(new ProcessBuilder("sh", home.resolve("bin/pith").toString(), "completion")))
                .contains("complete -F _complete_pith ");
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("NOTICE")).exists();
        assertThat(home.resolve("licenses/THIRD-PARTY.txt")).exists();
    }

    private static Optional<Path> zip() throws IOException {
        try (Stream<Path> files = Files.list(CLI.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("pith-.*\\.zip"))
                    .findFirst();
        }
    }

    private Path unpack(Path zip) throws IOException {
        Path home = folder;
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                home = folder.resolve(Path.of(entry.getName()).getName(0));
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
        return home;
    }

    private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream in = process.getInputStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        }
    }
}
