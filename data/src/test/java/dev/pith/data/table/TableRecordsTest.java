package dev.pith.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.record.RecordText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRecordsTest {
    @TempDir
    Path folder;

    @Test
    void readsCsvAsItIsSpelled() throws IOException {
        Path file = write(
                "t.csv",
                "text,label,\"a \"\"b\"\"\"\r\n\"one, two\",7,007\r\n\"a\nb\"\"c\",-1,\r\n日本語 😀,7,\" x \"\r\n");
        try (TableRecords source = TableRecords.open(file, "text", "label")) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(source.text(0)).isEqualTo("one, two");
            assertThat(source.text(1)).isEqualTo("a\nb\"c");
            assertThat(source.text(2)).isEqualTo("日本語 😀");
            assertThat(source.key(2)).isEqualTo("2");
            assertThat(source.labels().orElseThrow().values()).containsExactly(7, -1, 7);
            assertThat(source.labels().orElseThrow().names()).isEmpty();
            assertThat(new String(source.record(0), UTF_8))
                    .isEqualTo("{\"text\":\"one, two\",\"label\":\"7\",\"a \\\"b\\\"\":\"007\"}");
        }
    }

    @Test
    void numbersRowsInFileOrderHoweverTheyAreAskedFor() throws SQLException {
        int n = 10_000;
        Path file = DuckDb.parquet(
                folder.resolve("t.parquet"),
                "SELECT 'text ' || range AS text, range % 7 AS class FROM range(" + n + ")",
                ", ROW_GROUP_SIZE 2048");
        SplittableRandom random = new SplittableRandom(1);
        try (TableRecords source = TableRecords.open(file, "text", "class")) {
            assertThat(source.size()).isEqualTo(n);
            for (int i = 0; i < 100; i++) {
                int id = random.nextInt(n);
                assertThat(source.text(id)).isEqualTo("text " + id);
            }
            assertThat(source.text(n - 1)).isEqualTo("text " + (n - 1));
            assertThat(IntStream.range(0, n).parallel().allMatch(id -> source.text(id)
                            .equals("text " + id)))
                    .isTrue();
            assertThat(source.labels().orElseThrow().values())
                    .isEqualTo(IntStream.range(0, n).mapToLong(id -> id % 7).toArray());
        }
    }

    @Test
    void labelsOfTextAreNames() throws SQLException {
        Path file = DuckDb.parquet(
                folder.resolve("t.parquet"),
                "SELECT * FROM (VALUES ('x', 'dog', true), ('y', 'cat', false)) AS t(text, name, flag)");
        try (TableRecords names = TableRecords.open(file, "text", "name");
                TableRecords flags = TableRecords.open(file, "text", "flag")) {
            assertThat(names.labels().orElseThrow().names()).containsExactly("cat", "dog");
            assertThat(names.labels().orElseThrow().values()).containsExactly(1, 0);
            assertThat(flags.labels().orElseThrow().names()).containsExactly("false", "true");
        }
    }

    @Test
    void takesClassNamesFromTheMetadataOfHuggingFace() throws SQLException {
        String metadata = "{\"info\": {\"features\": {\"label\": {\"names\": [\"zebra\", \"ant\"]}}}}";
        Path file = DuckDb.parquet(
                folder.resolve("t.parquet"),
                "SELECT 'x' AS text, 1 AS label UNION ALL SELECT 'y', 0",
                ", KV_METADATA {huggingface: '" + metadata + "'}");
        try (TableRecords source = TableRecords.open(file, "text", "label")) {
            assertThat(source.labels().orElseThrow().names()).containsExactly("zebra", "ant");
            assertThat(source.labels().orElseThrow().values()).containsExactly(1, 0);
        }
    }

    @Test
    void namesOfFilesAndColumnsAreNoPatternsAndNoSql() throws SQLException, IOException {
        Path odd = Files.createDirectory(folder.resolve("o'dd [1]*"));
        Path plain = DuckDb.parquet(folder.resolve("t.parquet"), "SELECT 'x' AS \"te\"\"xt; --\"");
        Path file = Files.copy(plain, odd.resolve("t[ab]?.parquet"));
        try (TableRecords source = TableRecords.open(file, "te\"xt; --", null)) {
            assertThat(source.text(0)).isEqualTo("x");
            assertThat(source.labels()).isEmpty();
        }
    }

    @Test
    void listsTheColumnsWhenOneIsMissing() throws IOException {
        Path file = write("t.csv", "question,answer\na,b\n");
        assertThatThrownBy(() -> TableRecords.open(file, "text", null))
                .isInstanceOf(PithException.class)
                .hasMessage(file + " has no column 'text'; its columns are question, answer");
        assertThatThrownBy(() -> TableRecords.open(file, "answer", "label"))
                .isInstanceOf(PithException.class)
                .hasMessage(file + " has no column 'label'; its columns are question, answer");
    }

    @Test
    void refusesLabelsThatAreNone() throws SQLException, IOException {
        Path real = DuckDb.parquet(folder.resolve("r.parquet"), "SELECT 'x' AS text, 0.5::DOUBLE AS label");
        assertThatThrownBy(() -> TableRecords.open(real, "text", "label"))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "column 'label' of " + real + " holds DOUBLE such as 0.5; labels must be integers or names");
        Path absent = write("a.csv", "text,label\na,\nb,\n");
        assertThatThrownBy(() -> TableRecords.open(absent, "text", "label"))
                .isInstanceOf(PithException.class)
                .hasMessage("column 'label' of " + absent
                        + " has no value at any record; give them values, or name another");
    }

    @Test
    void aRowWithoutALabelIsSaidToHaveNoneWhenItIsReadOnly() throws SQLException, IOException {
        Path csv = write("a.csv", "text,label\na,1\nb,\nc,2\n");
        Path parquet = DuckDb.parquet(
                folder.resolve("a.parquet"),
                "SELECT * FROM (VALUES ('a', 1), ('b', NULL), ('c', 2)) AS t(text, label)");
        Path real = DuckDb.parquet(
                folder.resolve("r.parquet"),
                "SELECT * FROM (VALUES ('a', 1.0), ('b', 'nan'::DOUBLE), ('c', 2.0)) AS t(text, label)");
        for (Path file : new Path[] {csv, parquet, real}) {
            try (TableRecords source = TableRecords.open(file, "text", "label")) {
                assertThat(source.labels().orElseThrow().values()).containsExactly(1, -1, 2);
                assertThat(source.labels().orElseThrow().unlabelled().stream()).containsExactly(1);
                assertThat(source.text(2)).isEqualTo("c");
                assertThatThrownBy(() -> source.text(1))
                        .isInstanceOf(PithException.class)
                        .hasMessage("row 1 of " + file + " has no label; give it one");
            }
        }
    }

    @Test
    void minusOneBesideClassNamesIsNoLabelAndNamesMayHaveNoRow() throws SQLException {
        String metadata = ", KV_METADATA {huggingface:"
                + " '{\"info\": {\"features\": {\"label\": {\"names\": [\"a\", \"b\", \"c\", \"d\"]}}}}'}";
        Path file = DuckDb.parquet(
                folder.resolve("t.parquet"),
                "SELECT * FROM (VALUES ('x', 2), ('y', -1), ('z', 0)) AS t(text, label)",
                metadata);
        try (TableRecords source = TableRecords.open(file, "text", "label")) {
            assertThat(source.labels().orElseThrow().names()).containsExactly("a", "b", "c", "d");
            assertThat(source.labels().orElseThrow().values()).containsExactly(2, -1, 0);
            assertThat(source.labels().orElseThrow().name(1)).isNull();
        }
        Path hidden = DuckDb.parquet(folder.resolve("h.parquet"), "SELECT 'x' AS text, -1 AS label", metadata);
        try (TableRecords source = TableRecords.open(hidden, "text", "label")) {
            assertThat(source.labels()).isEmpty();
        }
    }

    @Test
    void numbersAreOrderedAsNumbersHoweverTheyAreSpelled() throws IOException, SQLException {
        try (TableRecords source = TableRecords.open(
                write("w.csv", "text,label\na,10.0\nb,2.0\nc,1\nd,01\ne,1.00\nf,+2\n"), "text", "label")) {
            assertThat(source.labels().orElseThrow().values()).containsExactly(10, 2, 1, 1, 1, 2);
            assertThat(source.labels().orElseThrow().names()).isEmpty();
        }
        try (TableRecords source =
                TableRecords.open(write("r.csv", "text,label\na,10.5\nb,9\nc,0.50\nd,.5\ne,9.0\n"), "text", "label")) {
            assertThat(source.labels().orElseThrow().names()).containsExactly("0.5", "9", "10.5");
            assertThat(source.labels().orElseThrow().values()).containsExactly(2, 1, 0, 0, 1);
        }
        Path names = DuckDb.parquet(
                folder.resolve("n.parquet"),
                "SELECT * FROM (VALUES ('x', '10'), ('y', '9'), ('z', '09')) AS t(text, label)");
        try (TableRecords source = TableRecords.open(names, "text", "label")) {
            assertThat(source.labels().orElseThrow().names()).containsExactly("09", "9", "10");
        }
        try (TableRecords source =
                TableRecords.open(write("m.csv", "text,label\na,10\nb,9\nc,dog\n"), "text", "label")) {
            assertThat(source.labels().orElseThrow().names()).containsExactly("10", "9", "dog");
        }
    }

    @Test
    void readsOnlyTheColumnsThatHoldTheText() throws SQLException {
        Path file = DuckDb.parquet(
                folder.resolve("t.parquet"),
                "SELECT 'x' AS text, 'y' AS other, repeat('a', 1000)::BLOB AS image FROM range(3)");
        try (TableRecords source =
                TableRecords.find(file, new RecordText("text"), null).orElseThrow()) {
            assertThat(source.text(2)).isEqualTo("x");
            assertThat(new String(source.record(2), UTF_8))
                    .startsWith("{\"text\":\"x\",\"other\":\"y\",\"image\":\"aaa");
        }
    }

    @Test
    void aFolderCalledLikeAColumnIsNone() throws SQLException, IOException {
        Path folderOfRun = Files.createDirectories(folder.resolve("label=3"));
        Path file = DuckDb.parquet(folderOfRun.resolve("t.parquet"), "SELECT 'x' AS text");
        assertThat(TableRecords.columns(file)).containsExactly("text");
    }

    @Test
    void refusesNamesOfColumnsThatCannotBeToldApart() throws IOException, SQLException {
        assertFailure(
                write("twice.csv", "text,text\na,b\n"), "FILE:1: two columns are called 'text'; rename one of them");
        Path own = DuckDb.parquet(folder.resolve("o.parquet"), "SELECT 'x' AS text, 7 AS file_row_number");
        assertFailure(own, "FILE has a column 'file_row_number', a name that is reserved; rename it");
    }

    @Test
    void refusesATextThatIsNull() throws SQLException {
        Path file = DuckDb.parquet(folder.resolve("t.parquet"), "SELECT NULL::VARCHAR AS text");
        try (TableRecords source = TableRecords.open(file, "text", null)) {
            assertThatThrownBy(() -> source.text(0))
                    .isInstanceOf(PithException.class)
                    .hasMessage("row 0 of " + file + " has no text in field 'text'; its fields are text");
        }
    }

    @Test
    void refusesWhatIsNoTable() throws IOException, SQLException {
        Path whole = DuckDb.parquet(folder.resolve("w.parquet"), "SELECT range AS text FROM range(1000)");
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
        assertFailure(
                cut,
                "FILE: No magic bytes found at end of file 'FILE'; check that it is whole and of the kind its name says");
        Path absent = folder.resolve("absent.parquet");
        assertFailure(absent, "cannot read FILE; check that it is a file you may read");
        assertFailure(folder, "cannot read FILE; check that it is a file you may read");
        assertFailure(write("empty.csv", "text,label\n"), "FILE holds no rows; give a table with at least one");
        assertFailure(
                write("ragged.csv", "text,label\na,b\nc,d,e\n"),
                "FILE:3: this row has 3 fields, the header 2; put a field that holds the separator in quotes, or mend the"
                        + " row");
    }

    private static void assertFailure(Path file, String message) {
        assertThatThrownBy(() -> TableRecords.open(file, "text", null))
                .isInstanceOf(PithException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
