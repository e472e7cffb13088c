package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.record.CsvRows;
import dev.pith.data.record.RecordFile;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where DuckDB finds the rows of a file. Parquet is read in place, since a range of its row numbers is cheap to find.
 * CSV is not: {@link CsvRows} reads it once into a database of its own in the folder for temporary files,
 * deleted on closing.
 */
final class TableStorage implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TableStorage.class);

    private static final String DATABASE = "rows.duckdb";
    /** One instance of DuckDB for all tables that are open: each instance has threads and a memory of its own. */
    private static final String SHARED = "jdbc:duckdb::memory:pith";

    private static final String ROW_NUMBER = "file_row_number";
    /** Rows wait in memory until so much of the file is read. */
    private static final long FLUSH_BYTES = 16L << 20;

    private final Connection connection;
    private final String relation;
    private final String rowNumber;
    private final List<Column> columns;
    private final @Nullable Path temporary;
    private final @Nullable RecordFile records;

    private TableStorage(
            Connection connection,
            String relation,
            String rowNumber,
            List<Column> columns,
            @Nullable Path temporary,
            @Nullable RecordFile records) {
        this.connection = connection;
        this.relation = relation;
        this.rowNumber = rowNumber;
        this.columns = columns;
        this.temporary = temporary;
        this.records = records;
    }

    static TableStorage open(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new PithException("cannot read " + file + "; check that it is a file you may read");
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try {
            return name.endsWith(".csv") || name.endsWith(".tsv") ? csv(file) : parquet(file);
        } catch (SQLException e) {
            throw Sql.failure(file, e);
        }
    }

    private static TableStorage parquet(Path file) throws SQLException {
        String relation = "read_parquet(" + Sql.path(file) + ", file_row_number = true,"
                + " hive_partitioning = false)"; // a folder called key=value is no column
        Connection connection = DriverManager.getConnection(SHARED);
        try {
            ParquetColumns.requireDistinct(connection, file, ROW_NUMBER);
            List<Column> columns = ParquetColumns.read(connection, relation, ROW_NUMBER);
            return new TableStorage(connection, relation, ROW_NUMBER, columns, null, null);
        } catch (SQLException | PithException e) {
            connection.close();
            throw e;
        }
    }

    private static TableStorage csv(Path file) throws SQLException {
        Path temporary;
        try {
            temporary = Files.createTempDirectory("pith-csv");
            // Should the program be interrupted; deleted in the reverse order.
            temporary.toFile().deleteOnExit();
            temporary.resolve(DATABASE).toFile().deleteOnExit();
        } catch (IOException e) {
            throw new PithException(
                    "cannot copy " + file + " for reading: " + e + "; make room for temporary files", e);
        }
        DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection(SHARED);
        try (CsvRows rows = CsvRows.open(file)) {
            attach(connection, temporary);
            List<Column> columns = copy(rows, connection);
            return new TableStorage(connection, "rows", "rowid", columns, temporary, rows.records());
        } catch (SQLException | PithException e) {
            clean(connection, temporary);
            throw e;
        } catch (IOException e) {
            clean(connection, temporary);
            throw ReadFailure.of(file, e);
        }
    }

    /** Makes the database of a folder the one that a connection works with; it is called as the folder. */
    private static void attach(Connection connection, Path temporary) throws SQLException {
        String name = Sql.name(temporary.getFileName().toString());
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH " + Sql.string(temporary.resolve(DATABASE).toString()) + " AS " + name);
            statement.execute("USE " + name);
        }
    }

    /**
     * Everything is text, so that 007 stays 007. Columns have names of their own, so that no name means a
     * thing to DuckDB.
     */
    private static List<Column> copy(CsvRows rows, DuckDBConnection connection) throws SQLException, IOException {
        List<Column> columns = new ArrayList<>();
        for (String name : rows.header()) {
            columns.add(new Column(name, "c" + columns.size(), "VARCHAR"));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(columns.stream()
                    .map(column -> column.sql() + " VARCHAR")
                    .collect(Collectors.joining(", ", "CREATE TABLE rows (", ")")));
        }
        try (DuckDBAppender appender = connection.createAppender("rows")) {
            long flushed = 0;
            while (rows.next()) {
                appender.beginRow();
                for (String field : rows.fields()) {
                    appender.append(field);
                }
                appender.endRow();
                if (rows.position() - flushed > FLUSH_BYTES) {
                    appender.flush();
                    flushed = rows.position();
                }
            }
        }
        return columns;
    }

    /** Returns a connection of its own for Parquet files, to be closed, on which a result is never held as a whole. */
    Connection streaming() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        return DriverManager.getConnection("jdbc:duckdb:", properties);
    }

    Connection connection() {
        return connection;
    }

    /** Returns what stands after FROM. */
    String relation() {
        return relation;
    }

    /** Returns the name of the column that numbers the rows from 0. */
    String rowNumber() {
        return rowNumber;
    }

    List<Column> columns() {
        return columns;
    }

    boolean isParquet() {
        return temporary == null;
    }

    /** Returns the rows as they stand in a CSV file, or null for a Parquet file. */
    @Nullable
    RecordFile records() {
        return records;
    }

    /** Returns how many bytes the columns take, as they lie in the file uncompressed; of CSV, all of the file. */
    long bytes(Path file, List<Column> wanted) throws SQLException, IOException {
        if (!isParquet() || wanted.isEmpty()) {
            return Files.size(file);
        }
        String paths = wanted.stream()
                .map(column -> "path_in_schema = " + Sql.string(column.name()) + " OR starts_with(path_in_schema, "
                        + Sql.string(column.name() + ", ") + ")")
                .collect(Collectors.joining(" OR "));
        try (Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT coalesce(sum(total_uncompressed_size), 0)::BIGINT FROM"
                        + " parquet_metadata(" + Sql.path(file) + ") WHERE " + paths)) {
            sum.next();
            return sum.getLong(1);
        }
    }

    @Override
    public void close() {
        if (records != null) {
            records.close();
        }
        clean(connection, temporary);
    }

    private static void clean(Connection connection, @Nullable Path temporary) {
        try (Connection other = DriverManager.getConnection(SHARED);
                Statement statement = other.createStatement()) {
            connection.close();
            if (temporary != null) {
                statement.execute("DETACH DATABASE IF EXISTS "
                        + Sql.name(temporary.getFileName().toString()));
                delete(temporary);
            }
        } catch (SQLException | IOException e) {
            log.warn("Cannot clean up {}; delete it by hand", temporary, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
