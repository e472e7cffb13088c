package dev.pith.data.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.MemberSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.export.CsvExport;
import dev.pith.data.export.ExportFolder;
import dev.pith.data.export.IndexExport;
import dev.pith.data.export.IndexOrder;
import dev.pith.data.export.Selection;
import dev.pith.data.export.SelectionFile;
import dev.pith.data.image.Png;
import dev.pith.data.open.Sources;
import dev.pith.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    private static final SourceOptions LABELLED =
            SourceOptions.builder().textColumn("text").labelColumn("label").build();

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void idsRunOnInNaturalOrderAndKeysNameTheFile() throws IOException {
        write("part-10.jsonl", "{\"text\": \"d\", \"label\": \"y\"}\n");
        write("part-2.jsonl", "{\"text\": \"a\", \"label\": \"x\"}\n\n{\"text\":  \"b\", \"label\": \"z\"}");
        write("README.md", "# Data");
        write("_SUCCESS", "");
        for (String spec : new String[] {data.toString(), data + "/*.jsonl", data + "/part-{2,10}.jsonl"}) {
            try (RecordSource source = records(spec, LABELLED)) {
                assertThat(keys(source)).containsExactly("part-2.jsonl#0", "part-2.jsonl#1", "part-10.jsonl#0");
                assertThat(texts(source)).containsExactly("a", "b", "d");
                assertThat(source.name()).isEqualTo(spec);
                assertThat(source.labels().orElseThrow().values()).containsExactly(0, 2, 1);
                assertThat(source.labels().orElseThrow().names()).containsExactly("x", "y", "z");
                assertThat(new String(source.record(1), UTF_8)).isEqualTo("{\"text\":  \"b\", \"label\": \"z\"}");
                assertThat(selection(source, 2, 1))
                        .hasContent("{\"text\": \"d\", \"label\": \"y\"}\n{\"text\":  \"b\", \"label\": \"z\"}");
            }
        }
    }

    @Test
    void aSingleFileKeepsItsKeys() throws IOException {
        write("only.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
        write("only.jsonl.gz.json", ""); // another kind, which a pattern leaves out
        assertThat(keys(records(data + "/*.jsonl", SourceOptions.DEFAULT))).containsExactly("0", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv", "txt"})
    void compressedFilesAreReadAsPlainOnes(String kind) throws IOException {
        String[] contents =
                switch (kind) {
                    case "csv" -> new String[] {"text,label\n\"a\nb\",x\n", "text,label\nc,x\n\"d\",y\n"};
                    case "json" -> new String[] {
                        "[{\"text\": \"a\\nb\", \"label\": \"x\"}]",
                        "[{\"text\": \"c\", \"label\": \"x\"},\n {\"text\": \"d\", \"label\": \"y\"}]"
                    };
                    case "txt" -> new String[] {"a b\n", "c\nd\n"};
                    default -> new String[] {
                        "{\"text\": \"a\\nb\", \"label\": \"x\"}\n",
                        "{\"text\": \"c\", \"label\": \"x\"}\n{\"text\": \"d\", \"label\": \"y\"}\n"
                    };
                };
        SourceOptions options = kind.equals("txt") ? SourceOptions.DEFAULT : LABELLED;
        write("a." + kind, contents[0]);
        write("b." + kind, contents[1]);
        try (RecordSource plain = records(data.toString(), options)) {
            Path zipped = Files.createDirectory(folder.resolve("zipped"));
            Files.write(zipped.resolve("a." + kind + ".gz"), UnpackedTest.gzip(contents[0].getBytes(UTF_8)));
            Files.write(zipped.resolve("b." + kind + ".zst"), Zstd.compress(contents[1].getBytes(UTF_8)));
            try (RecordSource source = records(zipped.toString(), options)) {
                assertThat(texts(source)).isEqualTo(texts(plain)).hasSize(3);
                assertThat(keys(source)).contains("a." + kind + ".gz#0", "b." + kind + ".zst#1");
                assertThat(source.labels().map(labels -> labels.names()))
                        .isEqualTo(plain.labels().map(labels -> labels.names()));
                assertThat(selection(source, 2, 0)).hasSameBinaryContentAs(selection(plain, 2, 0));
            }
            try (RecordSource source =
                    records(zipped.resolve("b." + kind + ".zst").toString(), options)) {
                assertThat(keys(source)).containsExactly("0", "1");
                assertThat(source.name())
                        .isEqualTo(zipped.resolve("b." + kind + ".zst").toString());
                assertThat(source.fingerprint()).hasSize(64);
            }
        }
        assertThat(temporary()).isEmpty();
    }

    @Test
    void failuresCallACompressedFileByItsName() throws IOException {
        Path file =
                Files.write(data.resolve("a.jsonl.gz"), UnpackedTest.gzip("{\"text\": 1}\n{oops}\n".getBytes(UTF_8)));
        assertThatThrownBy(() -> open(file.toString(), SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ":2: invalid JSON");
        Files.write(file, UnpackedTest.gzip("{\"other\": \"x\"}\n".getBytes(UTF_8)));
        try (RecordSource source = records(file.toString(), SourceOptions.DEFAULT)) {
            assertThatThrownBy(() -> source.text(0))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("record 0 of " + file + " has no text in ");
        }
        Path plain = write("b.jsonl", "");
        Files.write(plain, UnpackedTest.gzip(new byte[100]));
        assertThatThrownBy(() -> open(plain.toString(), SourceOptions.DEFAULT))
                .hasMessage(
                        plain + ": is compressed by gzip, though its name does not say so; rename it to b.jsonl.gz");
        assertThat(temporary()).isEmpty();
    }

    @Test
    void csvShardsMustHaveTheSameColumns() throws IOException {
        write("a.csv", "text,label\nx,1\n");
        write("b.csv", "label,text\n2,y\n");
        assertThatThrownBy(() -> open(data.toString(), LABELLED))
                .isInstanceOf(PithException.class)
                .hasMessage(data.resolve("b.csv") + " has the columns label, text, " + data.resolve("a.csv")
                        + " has text, label; all files of a source have the same");
    }

    @Test
    void filesWithoutRecordsArePassedOver() throws IOException, SQLException {
        write("part-0.csv", "");
        write("part-1.csv", "text,label\na,1\n");
        write("part-2.csv", "text,label\n");
        try (RecordSource source = records(data.toString(), LABELLED)) {
            assertThat(texts(source)).containsExactly("a");
        }
        Path parquet = Files.createDirectory(folder.resolve("parquet"));
        parquet(parquet.resolve("0.parquet"), "SELECT 'a' AS text WHERE false");
        parquet(parquet.resolve("1.parquet"), "SELECT 'b' AS text");
        try (RecordSource source = records(
                parquet.toString(), SourceOptions.builder().textColumn("text").build())) {
            assertThat(texts(source)).containsExactly("b");
        }
        Files.delete(parquet.resolve("1.parquet"));
        assertThatThrownBy(() -> open(
                        parquet.toString(),
                        SourceOptions.builder().textColumn("text").build()))
                .hasMessageContaining("0.parquet holds no rows");
    }

    @Test
    void rowsOfParquetShardsAreReadAndWrittenAsOfOneFile() throws Exception {
        parquet(
                data.resolve("train-00000-of-00002.parquet"),
                "SELECT 'a' || range AS text, range::INTEGER AS label, [range] AS more FROM range(3000)");
        parquet(
                data.resolve("train-00001-of-00002.parquet"),
                "SELECT range::BIGINT AS label, 'b' || range AS text, [range] AS more FROM range(2000)");
        try (RecordSource source = records(data.toString(), LABELLED)) {
            assertThat(source.size()).isEqualTo(5000);
            assertThat(source.key(3001)).isEqualTo("train-00001-of-00002.parquet#1");
            assertThat(source.labels().orElseThrow().values()[3001]).isEqualTo(1);
            int[] order = IntStream.range(0, 5000).map(i -> i * 1237 % 5000).toArray();
            source.expect(order);
            for (int id : order) {
                assertThat(source.text(id)).isEqualTo(id < 3000 ? "a" + id : "b" + (id - 3000));
            }
            source.expect(new int[0]);
            assertThat(source.text(2999)).isEqualTo("a2999");
            Path written = selection(source, 4999, 0, 3000);
            assertThat(query("SELECT text, label, more, typeof(label) FROM '" + written + "'"))
                    .containsExactly("b1999|1999|[1999]|BIGINT", "a0|0|[0]|BIGINT", "b0|0|[0]|BIGINT");
        }
        parquet(data.resolve("train-00001-of-00002.parquet"), "SELECT 'c' AS text");
        assertThatThrownBy(() -> open(
                        data.toString(),
                        SourceOptions.builder().textColumn("text").build()))
                .hasMessageContaining("train-00001-of-00002.parquet has the columns text, ")
                .hasMessageEndingWith(" has text, label, more; all files of a source have the same");
    }

    @Test
    void exportsNameTheKey() throws IOException {
        write("a.jsonl", "{\"text\": \"x\"}\n");
        write("b.jsonl", "{\"text\": \"y\"}\n");
        try (RecordSource source = records(data + "/*.jsonl", SourceOptions.DEFAULT)) {
            ExportFolder.write(
                    new IndexExport(IndexOrder.SOURCE, "0.5"),
                    source,
                    new Selection(new int[] {1}),
                    folder.resolve("indices"),
                    Progress.NONE);
            ExportFolder.write(
                    new CsvExport(), source, new Selection(new int[] {1}), folder.resolve("out"), Progress.NONE);
        }
        assertThat(folder.resolve("out/selection.csv")).hasContent("id,key,weight,text\n1,b.jsonl#0,1.0,y");
        assertThat(folder.resolve("indices/select_indices_source_0.5.npy")).exists();
    }

    @Test
    void archivesKeepTheirKeysWhereTheyDiffer() throws IOException {
        Files.write(data.resolve("000.tar"), tar("a", "b"));
        Files.write(data.resolve("001.tar.gz"), UnpackedTest.gzip(tar("c")));
        Files.write(data.resolve("002.tar.zst"), Zstd.compress(tar("d")));
        String spec = data + "/{000..002}.{tar,tar.gz,tar.zst}";
        assertThatThrownBy(() -> open(spec, SourceOptions.DEFAULT)).hasMessageContaining("there is no such file");
        try (ImageSource source = (ImageSource) open(data.toString(), SourceOptions.DEFAULT)) {
            assertThat(keys(source)).containsExactly("a", "b", "c", "d");
            assertThat(source.image(2).width()).isEqualTo(2);
            assertThat(source.encoded(3).extension()).isEqualTo("png");
            assertThat(source.file(3)).isEmpty();
            assertThat(source.labels().orElseThrow().values()).containsExactly(7, 7, 7, 7);
            assertThat(((MemberSource) source).members(2)).containsOnlyKeys("png", "cls");
        }
        Files.write(data.resolve("003.tar"), tar("a"));
        assertThat(keys(open(data.toString(), SourceOptions.DEFAULT))).contains("000.tar#a", "003.tar#a");
    }

    @Test
    void theFingerprintCoversEveryFile() throws IOException {
        write("a.jsonl", "{\"text\": \"x\"}\n");
        Path b = write("b.jsonl", "{\"text\": \"y\"}\n");
        String before = fingerprint();
        assertThat(fingerprint()).isEqualTo(before);
        write("b.jsonl", "{\"text\": \"z\"}\n");
        assertThat(fingerprint()).isNotEqualTo(before);
        write("b.jsonl", "{\"text\": \"y\"}\n");
        assertThat(fingerprint()).isEqualTo(before);
        Path c = write("c.jsonl", "");
        assertThat(fingerprint()).isNotEqualTo(before);
        Files.move(b, c, StandardCopyOption.REPLACE_EXISTING);
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    private String fingerprint() {
        try (Source source = open(data.toString(), SourceOptions.DEFAULT)) {
            return source.fingerprint();
        }
    }

    @Test
    void theTrainingPartIsTheSourceAndTheTestPartTheTest() throws IOException {
        write("train-00000-of-00001.jsonl", "{\"text\": \"a\"}\n");
        write("validation-00000-of-00001.jsonl", "{\"text\": \"v\"}\n");
        write("dataset_infos.json", "{}");
        assertThat(Sources.hasTestPart(data.toString())).isTrue();
        assertThat(texts(records(data.toString(), part(Split.TEST)))).containsExactly("v");
        write("test-00000-of-00001.jsonl", "{\"text\": \"t\"}\n");
        assertThat(texts(records(data.toString(), part(Split.TEST)))).containsExactly("t");
        try (RecordSource source = records(data.toString(), part(Split.TRAIN))) {
            assertThat(texts(source)).containsExactly("a");
            assertThat(ShardFiles.ofFolder("data", data, Split.TRAIN)
                            .orElseThrow()
                            .note())
                    .isEqualTo("train-00000-of-00001.jsonl are the source, validation-00000-of-00001.jsonl left alone,"
                            + " test-00000-of-00001.jsonl the test");
        }
        write("more.jsonl", "{\"text\": \"m\"}\n");
        assertThatThrownBy(() -> open(data.toString(), SourceOptions.DEFAULT))
                .hasMessage(data
                        + ": holds train-00000-of-00001.jsonl, named for a part, beside more.jsonl, of none; name the"
                        + " files that are meant by a pattern");
    }

    @Test
    void filesOfOnePartAreAllMeant() throws IOException {
        write("test-1.jsonl", "{\"text\": \"a\"}\n");
        write("test-2.jsonl", "{\"text\": \"b\"}\n");
        assertThat(Sources.hasTestPart(data.toString())).isFalse();
        assertThat(texts(records(data.toString(), part(Split.TRAIN)))).containsExactly("a", "b");
    }

    @Test
    void mixturesAreRefused() throws IOException {
        write("a.jsonl", "{\"text\": \"x\"}\n");
        Path other = write("b.parquet.tmp", "");
        assertThatThrownBy(() -> open(data.toString(), SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        data + ": holds b.parquet.tmp beside a.jsonl, and a source is of one kind; name its files by a"
                                + " pattern, such as '" + data.resolve("*.jsonl") + "'");
        Files.delete(other);
        write("b.csv", "text\nx\n");
        assertThatThrownBy(() -> open(data + "/*", SourceOptions.DEFAULT)).hasMessageContaining("beside");
        assertThatThrownBy(() -> open(folder.toString(), SourceOptions.DEFAULT))
                .hasMessageStartingWith(
                        folder + ": is no folder of class folders, " + data.resolve("a.jsonl") + " lies in it;");
        Files.delete(data.resolve("a.jsonl"));
        Files.write(data.resolve("x.png"), png());
        assertThat(open(data.toString(), SourceOptions.DEFAULT)).isInstanceOf(ImageSource.class);
        write("c.parquet", "");
        assertThatThrownBy(() -> open(data.toString(), SourceOptions.DEFAULT)).hasMessageContaining("beside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip:unzip %s -d FOLDER", "jsonl.bz2:bunzip2 -k %s", "tar.xz:unxz -k %s", "7z:7z x %s"})
    void archivesOfOtherKindsAreRefusedByName(String example) throws IOException {
        Path file = write("a." + example.substring(0, example.indexOf(':')), "PK");
        assertThatThrownBy(() -> open(file.toString(), SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": is compressed in a form that is not read here; unpack it first: "
                        + example.substring(example.indexOf(':') + 1).replace("%s", file.toString()));
    }

    @Test
    void recordsWithoutALabelKeepTheirPlaces() throws IOException {
        write("a.jsonl", "{\"text\": \"x\", \"label\": \"b\"}\n{\"text\": \"x\", \"label\": null}\n");
        write("b.jsonl", "{\"text\": \"x\"}\n{\"text\": \"x\", \"label\": \"a\"}\n");
        try (RecordSource source = records(data.toString(), LABELLED)) {
            assertThat(source.labels().orElseThrow().values()).containsExactly(1, -1, -1, 0);
            assertThat(source.labels().orElseThrow().unlabelled().stream()).containsExactly(1, 2);
        }
        write("a.jsonl", "{\"text\": \"x\", \"label\": 3}\n");
        write("b.jsonl", "{\"text\": \"x\"}\n{\"text\": \"x\", \"label\": 4}\n");
        try (RecordSource source = records(data.toString(), LABELLED)) {
            assertThat(source.labels().orElseThrow().values()).containsExactly(3, -1, 4);
            assertThat(source.labels().orElseThrow().unlabelled().stream()).containsExactly(1);
        }
    }

    @Test
    void labelsMustAgree() throws IOException {
        write("a.jsonl", "{\"text\": \"x\", \"label\": 1}\n");
        write("b.jsonl", "{\"text\": \"x\", \"label\": \"one\"}\n");
        assertThatThrownBy(() -> open(data.toString(), LABELLED))
                .isInstanceOf(PithException.class)
                .hasMessage(data.resolve("b.jsonl") + " has labels that are names and " + data.resolve("a.jsonl")
                        + " has labels that are numbers; all files of a source must agree in that");
    }

    private static SourceOptions part(Split split) {
        return SourceOptions.builder().split(split).textColumn("text").build();
    }

    private static Source open(String spec, SourceOptions options) {
        return Sources.open(spec, options);
    }

    private static RecordSource records(String spec, SourceOptions options) {
        return (RecordSource) open(spec, options);
    }

    private static List<String> keys(Source source) {
        return IntStream.range(0, source.size()).mapToObj(source::key).toList();
    }

    private static List<String> texts(RecordSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::text).toList();
    }

    private Path selection(Source source, int... ids) throws IOException {
        SelectionFile form = SelectionFile.of(source).orElseThrow();
        Path file = Files.createTempDirectory(folder, "out").resolve(form.fileName("selection"));
        form.write(ids, file);
        return file;
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(data.resolve(name), content);
    }

    private static List<Path> temporary() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("pith-unpacked"))
                    .filter(entry -> {
                        try (Stream<Path> inside = Files.list(entry)) {
                            return inside.anyMatch(
                                    file -> file.getFileName().toString().startsWith("a."));
                        } catch (IOException e) {
                            return false; // another test's, just deleted
                        }
                    })
                    .toList();
        }
    }

    static Path parquet(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    private static List<String> query(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1) + "|" + result.getString(2) + "|" + result.getString(3) + "|"
                        + result.getString(4));
            }
        }
        return rows;
    }

    private static byte[] png() {
        return Png.encode(new ImageSource.Image(2, 1, 1, new byte[] {0, 1}));
    }

    private static byte[] tar(String... keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            for (String key : keys) {
                add(out, key + ".png", png());
                add(out, key + ".cls", "7".getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }
}
