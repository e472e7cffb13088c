package dev.pith.data.export;

import dev.pith.data.ImageSource;
import dev.pith.data.Source;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * {@code selection.parquet}: one row a sample in draw order, with id, key, label and weight, the fields of records, and
 * images as Hugging Face keeps them, a struct {@code image} of {@code bytes} and {@code path}, with class names and
 * kinds of columns where its {@code datasets} library looks for them.
 */
public record ParquetExport() implements Export {
    static final String FILE = "selection.parquet";
    private static final String IMAGE = "image";
    /** Images are large: few in a row group keep readers' memory low. DuckDB takes no fewer. */
    private static final int IMAGES_PER_GROUP = 2048;

    @Override
    public ExportForm form() {
        return ExportForm.PARQUET;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        SelectionTable table = new SelectionTable(source, selection, false);
        ImageSource images = source instanceof ImageSource ofImages ? ofImages : null;
        Path rows = folder.resolve(".rows.duckdb");
        try (DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + rows);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE selection (" + columns(table, images) + ")");
            try (DuckDBAppender appender = connection.createAppender("selection")) {
                for (int position = 0; position < table.size(); position++) {
                    append(appender, table.row(position), images, selection.ids()[position]);
                    progress.onStep(position + 1L, table.size());
                }
            }
            String target = folder.resolve(FILE).toString().replace("'", "''");
            String options = images == null
                    ? ""
                    : ", ROW_GROUP_SIZE " + IMAGES_PER_GROUP + ", KV_METADATA {huggingface: '"
                            + HuggingFace.metadata(
                                            table.columns(),
                                            IMAGE,
                                            source.labels().orElse(null))
                                    .replace("'", "''")
                            + "'}";
            statement.execute("COPY (SELECT * FROM selection ORDER BY rowid) TO '" + target
                    + "' (FORMAT parquet, COMPRESSION zstd" + options + ")");
        } catch (SQLException e) {
            throw new IOException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("DuckDB failed"), e);
        }
        Files.delete(rows);
    }

    private static String columns(SelectionTable table, @Nullable ImageSource images) {
        Map<String, String> columns = new LinkedHashMap<>(table.columns());
        if (images != null) {
            columns.put(IMAGE, "STRUCT(bytes BLOB, path VARCHAR)");
        }
        return columns.entrySet().stream()
                .map(column -> '"' + column.getKey().replace("\"", "\"\"") + "\" " + column.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void append(
            DuckDBAppender appender, Iterable<@Nullable Object> row, @Nullable ImageSource images, int id)
            throws SQLException {
        appender.beginRow();
        for (Object cell : row) {
            if (cell instanceof Long number) {
                appender.append(number);
            } else if (cell instanceof Float number) {
                appender.append(number);
            } else if (cell instanceof Double number) {
                appender.append(number);
            } else if (cell instanceof Boolean flag) {
                appender.append(flag);
            } else if (cell != null) {
                appender.append(cell.toString());
            } else {
                appender.appendNull();
            }
        }
        if (images != null) {
            ImageSource.Encoded image = images.encoded(id);
            String key = images.key(id);
            String end = "." + image.extension();
            appender.beginStruct();
            appender.append(image.bytes());
            appender.append(key.endsWith(end) ? key : key + end);
            appender.endStruct();
        }
        appender.endRow();
    }
}
