package dev.pith.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a run to files for trainers. */
class ExportIT {
    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void quantize() {
        run = folder.resolve("run");
        Invocation.of(
                "quantize", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "--keep", "5%", "-o", run);
    }

    @ParameterizedTest
    @CsvSource({
        "imagefolder, samples.csv",
        "indices, select_indices_fashion-mnist-mini_5%.npy",
        "parquet, selection.parquet",
        "csv, selection.csv",
        "jsonl, selection.jsonl",
        "webdataset, selection-000000.tar"
    })
    void everyFormIsWritten(String form, String file) {
        Path target = folder.resolve("exported");
        Invocation done = Invocation.of("export", run, "--to", form, "-o", target);
        assertThat(done).isEqualTo(new Invocation(0, "50 samples as " + form + " in " + target + "\n", ""));
        assertThat(target.resolve(file)).exists();
        assertThat(Manifest.read(run).step(Step.EXPORT).orElseThrow().configuration())
                .containsEntry("to", form);
    }

    @Test
    void theSelectionIsExportedAsItIsNow() {
        Invocation.of("export", run, "--to", "indices");
        Invocation.of("sample", run, "--keep", 7);
        assertThat(Invocation.of("export", run, "--to", "indices").exitCode()).isZero();
        assertThat(Npy.readLongs(run.resolve("export/indices/indices.npy")))
                .containsExactly(Npy.readLongs(run.resolve("selection.npy")))
                .hasSize(7);
    }

    @Test
    void aFolderOfSomebodyElseIsNotReplaced() throws IOException {
        Path target = Files.createDirectories(folder.resolve("exported"));
        Files.writeString(target.resolve("thesis.txt"), "x");
        Invocation refused = Invocation.of("export", run, "--to", "csv", "-o", target);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("pith: " + target).hasLineCount(1);
        assertThat(target.resolve("thesis.txt")).exists();
    }

    @Test
    void withoutASelectionThereIsNothingToExport() {
        Path bare = folder.resolve("bare");
        Invocation.of("features", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "-o", bare);
        assertThat(Invocation.of("export", bare, "--to", "csv"))
                .isEqualTo(new Invocation(
                        1, "", "pith: " + bare + ": step sample is not done yet; do it first with pith sample RUN\n"));
    }

    @Test
    void featuresOfOnesOwnSelectRecordsOfAnotherFile() throws IOException {
        Path features = folder.resolve("embeddings.npy");
        float[] values = new float[40 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7919) % 101 - 50;
        }
        Npy.write(features, values, 40, 3);
        Path own = folder.resolve("own");
        assertThat(Invocation.of("quantize", features, "--bins", 4, "--keep", 8, "-o", own)
                        .exitCode())
                .isZero();
        Path records = folder.resolve("records.jsonl");
        Files.writeString(
                records,
                IntStream.range(0, 40).mapToObj("{ \"n\": %d }\n"::formatted).collect(joining()));
        assertThat(Invocation.of("export", own, "--to", "json", "--source", records)
                        .exitCode())
                .isZero();
        assertThat(Files.readAllLines(own.resolve("export/json/selection.jsonl")))
                .isEqualTo(LongStream.of(Npy.readLongs(own.resolve("selection.npy")))
                        .mapToObj("{ \"n\": %d }"::formatted)
                        .toList());
        Files.writeString(records, "{}\n");
        assertThat(Invocation.of("export", own, "--to", "json", "--source", records))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + records + ": holds 1 samples, but the run was made on 40; give the source of which"
                                + " the run's features were made\n"));
    }
}
