package dev.pith.data.table;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where DuckDB finds the rows of a file. Parquet is read in place, since a range of its row numbers is cheap to find. CSV
 * is not: it is copied once into a database of its own in the folder for temporary files, deleted on closing.
 */
final class TableStorage implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TableStorage.class);

    private static final String DATABASE = "rows.duckdb";
    /** One instance of DuckDB for all Parquet files that are open: each has threads of its own. */
    private static final String SHARED = "jdbc:duckdb::memory:pith";

    private final Connection connection;
    private final String relation;
    private final String rowNumber;
    private final @Nullable Path temporary;

    private TableStorage(Connection connection, String relation, String rowNumber, @Nullable Path temporary) {
        this.connection = connection;
        this.relation = relation;
        this.rowNumber = rowNumber;
        this.temporary = temporary;
    }

    static TableStorage open(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new PithException("cannot read " + file + "; check that it is a file you may read");
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try {
            return name.endsWith(".csv") || name.endsWith(".tsv") ? csv(file, name.endsWith(".tsv")) : parquet(file);
        } catch (SQLException e) {
            throw Sql.failure(file, e);
        }
    }

    private static TableStorage parquet(Path file) throws SQLException {
        String relation = "read_parquet(" + Sql.path(file) + ", file_row_number = true)";
        return new TableStorage(DriverManager.getConnection(SHARED), relation, "file_row_number", null);
    }

    private static TableStorage csv(Path file, boolean tabs) throws SQLException {
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
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + temporary.resolve(DATABASE));
        TableStorage storage = new TableStorage(connection, "rows", "rowid", temporary);
        try (Statement statement = connection.createStatement()) {
            // Everything as text, so that 007 stays 007; an empty field is an empty text.
            statement.execute("CREATE TABLE rows AS SELECT coalesce(COLUMNS(*), '') FROM read_csv(" + Sql.path(file)
                    + ", skip = 0, header = true, all_varchar = true, quote = '\"', escape = '\"', delim = '"
                    + (tabs ? "\t" : ",")
                    + "')");
            return storage;
        } catch (SQLException e) {
            storage.close();
            throw unequalLines(file, e);
        }
    }

    /** DuckDB's own words name the line only for files so long that it did not look at the whole first. */
    private static PithException unequalLines(Path file, SQLException e) {
        if (String.valueOf(e.getMessage()).contains("Error when sniffing")) {
            return new PithException(
                    file + ": some line has more or fewer fields than the first, or a quote is not closed; mend it", e);
        }
        return Sql.failure(file, e);
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

    /** Returns what leaves the row number out of {@code *}. */
    String exclude() {
        return rowNumber.equals("rowid") ? "" : "EXCLUDE (" + rowNumber + ")";
    }

    boolean isParquet() {
        return temporary == null;
    }

    @Override
    public void close() {
        try {
            connection.close();
            if (temporary != null) {
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
