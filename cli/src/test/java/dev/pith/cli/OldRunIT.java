package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that an earlier version wrote is reported, sampled again, exported and gone on with. */
class OldRunIT {
    private static final Path RESOURCES =
            Path.of(System.getProperty("pith.root"), "cli/src/test/resources/run-of-schema-1");

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void copy() throws IOException {
        run = folder.resolve("run");
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(RESOURCES.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        Path manifest = run.resolve(Manifest.FILE);
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("@SOURCE@", folder.resolve("records.jsonl").toString()));
    }

    @Test
    void configurationsAreReadByTheirNewNames() {
        Manifest manifest = Manifest.read(run);
        assertThat(manifest.step(Step.BINS).orElseThrow().configuration())
                .containsEntry("bins", "4")
                .containsEntry("lambda", "2.0")
                .containsEntry("similarity", "dot");
        assertThat(Objects.requireNonNull(manifest.source()).options()).containsEntry("split", "train");
    }

    @Test
    void itIsReportedSampledAndExported() {
        assertThat(pith("report", run)).isZero();
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        long[] before = Npy.readLongs(run.resolve("selection.npy"));
        assertThat(pith("sample", run, "--keep", "50%")).isZero();
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).hasSize(12).startsWith(before);
        assertThat(pith("export", run, "--to", "jsonl", "-o", folder.resolve("out")))
                .isZero();
        assertThat(Manifest.read(run).schema()).isEqualTo(Manifest.SCHEMA);
    }

    @Test
    void theSameCommandFindsItsStepsDone() throws IOException {
        byte[] bins = Files.readAllBytes(run.resolve("bins/bin-001.npy"));
        var started = Manifest.read(run).step(Step.BINS).orElseThrow().started();
        assertThat(pith(
                        "quantize",
                        folder.resolve("records.jsonl"),
                        "--embedder",
                        "minhash",
                        "--dedup",
                        "exact",
                        "--bins",
                        4,
                        "--keep",
                        "25%",
                        "--lambda",
                        2,
                        "-o",
                        run))
                .isZero();
        assertThat(Manifest.read(run).step(Step.BINS).orElseThrow().started()).isEqualTo(started);
        assertThat(run.resolve("bins/bin-001.npy")).hasBinaryContent(bins);
    }

    private static int pith(Object... words) {
        return Invocation.of(words).exitCode();
    }
}
