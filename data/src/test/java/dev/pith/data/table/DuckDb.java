package dev.pith.data.table;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes Parquet files for tests. */
final class DuckDb {
    private DuckDb() {}

    /** Writes the rows of a query to a Parquet file. */
    static Path parquet(Path file, String query) throws SQLException {
        return parquet(file, query, "");
    }

    static Path parquet(Path file, String query, String options) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet" + options + ")");
        }
        return file;
    }
}
