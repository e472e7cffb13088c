package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Source;
import dev.pith.data.table.TableRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionFileTest {
    @TempDir
    Path folder;

    @Test
    void csvHoldsTheRowsThatWerePicked() throws IOException {
        assertThat(selected("t.csv", "text,n\n5\" pipe,1\na,2\n\"b\"\"\n\",3\n6\" pipe,4\n", 3, 1))
                .isEqualTo("text,n\n6\" pipe,4\na,2\n");
        assertThat(selected("t.csv", "text\n\na\n\n\nb\n\"\"\nc\n", 3, 1)).isEqualTo("text\nc\nb\n");
        assertThat(selected("t.csv", "text;n\r\na;1\r\nb,c;2", 1)).isEqualTo("text;n\r\nb,c;2");
        assertThat(selected("t.csv", "text\ra\rb\r", 1, 0)).isEqualTo("text\rb\ra\r");
        assertThat(selected("t.tsv", "text\tn\n\t\na\t2\n", 0)).isEqualTo("text\tn\n\t\n");
    }

    private String selected(String name, String content, int... ids) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        try (TableRecords source = TableRecords.open(file, "text", null)) {
            return Files.readString(write(source, ids));
        }
    }

    @Test
    void parquetKeepsTypesAndWhatHuggingFaceKnowsOfColumns() throws IOException, SQLException {
        Path file = folder.resolve("t.parquet");
        String features =
                "{\"info\": {\"features\": {\"label\": {\"names\": [\"it''s\", \"b\"], \"_type\": \"ClassLabel\"}}}}";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'x' || range AS text, (range % 2)::TINYINT AS label, [1.5, NULL] AS list, "
                    + "CASE WHEN range = 3 THEN NULL ELSE 'nan'::DOUBLE END AS \"a.\"\"b\" FROM range(5)) TO '" + file
                    + "' (FORMAT parquet, KV_METADATA {huggingface: '" + features + "'})");
            Path out;
            try (TableRecords source = TableRecords.open(file, "text", "label")) {
                assertThat(source.labels().orElseThrow().names()).containsExactly("it's", "b");
                out = write(source, 3, 0);
            }
            try (TableRecords again = TableRecords.open(out, "text", "label")) {
                assertThat(again.labels().orElseThrow().names()).containsExactly("it's", "b");
                assertThat(again.labels().orElseThrow().values()).containsExactly(1, 0);
                assertThat(again.text(0)).isEqualTo("x3");
            }
            try (ResultSet types =
                    statement.executeQuery("SELECT string_agg(column_type, ' ') FROM (DESCRIBE SELECT * FROM "
                            + "read_parquet('" + out + "'))")) {
                types.next();
                assertThat(types.getString(1)).startsWith("VARCHAR TINYINT DECIMAL");
            }
        }
    }

    private Path write(Source source, int... ids) throws IOException {
        Path out = folder.resolve("out");
        Files.deleteIfExists(out);
        SelectionFile.of(source).orElseThrow().write(ids, out);
        return out;
    }
}
