package dev.pith.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of several files, compressed ones, and features in a column of a table. */
class ShardsIT {
    private static final int RECORDS = 30;

    @TempDir
    Path folder;

    private Path data;
    private Path run;

    @BeforeEach
    void makeShards() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        run = folder.resolve("run");
        for (int shard : new int[] {2, 10}) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(data.resolve(shard + ".jsonl.gz")))) {
                for (int i = 0; i < RECORDS; i++) {
                    out.write(("{\"text\": \"words of shard " + shard + " and record number " + i * i + "\"}\n")
                            .getBytes(UTF_8));
                }
            }
        }
    }

    private Invocation quantize(Object source) {
        return Invocation.of(
                "quantize",
                source,
                "--text-column",
                "text",
                "--embedder",
                "minhash",
                "--bins",
                3,
                "--keep",
                6,
                "-o",
                run);
    }

    @Test
    void aSelectionOfCompressedShardsIsOneFile() throws IOException {
        Invocation done = quantize(data);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readAllLines(run.resolve("selection.jsonl")))
                .hasSize(6)
                .allMatch(line -> line.startsWith("{\"text\""));
        assertThat(Files.readAllLines(run.resolve("samples.csv")).get(RECORDS + 1))
                .startsWith("30,10.jsonl.gz#0,");

        Files.copy(data.resolve("2.jsonl.gz"), data.resolve("3.jsonl.gz"));
        Invocation refused = Invocation.of("sample", run, "--keep", 9);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("pith: " + data + ": the source has changed since this run began;"
                        + " give another directory, or --force to start the run over\n");
        Files.delete(data.resolve("3.jsonl.gz"));
        assertThat(Invocation.of("sample", run, "--keep", 9).exitCode()).isZero();
        Files.delete(data.resolve("2.jsonl.gz"));
        assertThat(Invocation.of("sample", run, "--keep", 12).err()).contains(": the source has changed since");
    }

    @Test
    void aPatternIsRememberedAsAnAbsoluteOne() {
        Path here = Path.of("").toAbsolutePath();
        Invocation done = quantize(here.relativize(data) + "/*.jsonl.gz");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("manifest.json"))
                .content()
                .contains("\""
                        + here.relativize(data)
                                .resolve("*.jsonl.gz")
                                .toAbsolutePath()
                                .normalize() + "\"");
        assertThat(Invocation.of("sample", run, "--keep", 9).exitCode()).isZero();
    }

    @Test
    void filesThatTheShellMadeOfAPatternNeedQuotes() {
        Invocation refused =
                Invocation.of("quantize", data.resolve("2.jsonl.gz"), data.resolve("10.jsonl.gz"), "-o", run);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "Several files are one source by a pattern in quotes, which the shell leaves alone: '*.jsonl'");
    }

    @Test
    void aColumnOfFeaturesIsBinnedAndItsRowsAreSelected() throws IOException, SQLException {
        Path rows = Files.createDirectory(folder.resolve("rows"));
        for (int shard = 0; shard < 2; shard++) {
            parquet(
                    rows.resolve(shard + ".parquet"),
                    "SELECT [sin(range), cos(range), " + shard + "]::FLOAT[] AS e, range % 3 AS l, 'row ' || range AS t"
                            + " FROM range(30)");
        }
        Invocation done = Invocation.of(
                "quantize", rows, "--feature-column", "e", "--label-column", "l", "--bins", 3, "--keep", 6, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("labels.npy")).exists();
        assertThat(run.resolve("features.npy")).exists();
        assertThat(run.resolve("selection.parquet")).exists();
        assertThat(done.out()).contains("60 samples, 3 classes", "6 selected");
        Path ranked = folder.resolve("ranked");
        Invocation select = Invocation.of(
                "select", rows, "--feature-column", "e", "--method", "k-center", "--budget", 5, "-o", ranked);
        assertThat(select.exitCode()).as(select.err()).isZero();
        assertThat(ranked.resolve("selection.parquet")).exists();
        Object[] byColumn = {
            "select", ranked, "--method", "random", "--keep", 6, "--group-column", "l", "--balance", "uniform"
        };
        Invocation grouped = Invocation.of(byColumn);
        assertThat(grouped.exitCode()).as(grouped.err()).isZero();
        int[] of = new int[3];
        for (long id : Npy.readLongs(ranked.resolve("ranking.npy"))) {
            of[(int) (id % 30 % 3)]++;
        }
        assertThat(of).containsOnly(2);
        byColumn[7] = "m";
        assertThat(Invocation.of(byColumn).err()).contains("m");
    }

    @Test
    void unusableRowsOfAColumnAreSkippedAsThoseOfAnArray() throws IOException, SQLException {
        Path file = folder.resolve("e.parquet");
        parquet(file, "SELECT [CASE WHEN range = 4 THEN 'nan'::FLOAT ELSE range + 1 END, 1] AS e FROM range(20)");
        Invocation refused = Invocation.of("features", file, "--feature-column", "e", "-o", run);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("cannot be used: id 4 (4) features hold NaN");
        Invocation done = Invocation.of("features", file, "--feature-column", "e", "--on-error", "skip", "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("skipped.csv")).hasContent("id,key,reason\n4,4,features hold NaN");
    }

    @Test
    void theTestPartOfAFolderIsWhatATrainingIsTestedOn() throws IOException, SQLException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (String part : new String[] {"train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001"}) {
            parquet(
                    images.resolve(part + ".parquet"),
                    "SELECT 'P5 8 8 255 '::BLOB || from_hex(repeat(CASE WHEN range % 2 = 0 THEN '20' ELSE 'C0' END, 63)"
                            + " || printf('%02X', range)) AS image, range % 2 AS label FROM range(20)");
        }
        Invocation done = Invocation.of(
                "train",
                images,
                "--image-column",
                "image",
                "--label-column",
                "label",
                "--net",
                "convnet-width32-depth1",
                "--epochs",
                1,
                "--threads",
                1,
                "-o",
                run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err())
                .contains("train-00000-of-00002.parquet and 1 more are the source, test-00000-of-00001.parquet the"
                        + " test");
        assertThat(run.resolve("accuracy.csv")).exists();
    }

    private static void parquet(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
    }
}
