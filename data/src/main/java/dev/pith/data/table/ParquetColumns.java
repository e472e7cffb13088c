package dev.pith.data.table;

import dev.pith.PithException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads which columns a Parquet file has. */
final class ParquetColumns {
    private ParquetColumns() {}

    static List<Column> read(Connection connection, String relation, String rowNumber) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet described =
                        statement.executeQuery("DESCRIBE SELECT * EXCLUDE (" + rowNumber + ") FROM " + relation)) {
            while (described.next()) {
                String name = described.getString(1);
                columns.add(new Column(name, Sql.name(name), described.getString(2)));
            }
        }
        return columns;
    }

    /**
     * Insists on names that DuckDB tells apart. It would call a column otherwise than its file does, here and in what
     * is written.
     */
    static void requireDistinct(Connection connection, Path file, String rowNumber) throws SQLException {
        Set<String> names = new HashSet<>(Set.of(rowNumber));
        for (String name : topLevel(connection, file)) {
            if (name.isEmpty() || !names.add(name.toLowerCase(Locale.ROOT))) {
                String fault = name.isEmpty()
                        ? "a column without a name"
                        : name.equals(rowNumber)
                                ? "a column '" + name + "', a name that is reserved"
                                : "two columns '" + name + "', upper and lower case being the same";
                throw new PithException(file + " has " + fault + "; rename it");
            }
        }
    }

    /** The schema is listed in depth-first order, each element with the number of its children. */
    private static List<String> topLevel(Connection connection, Path file) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet schema = statement.executeQuery(
                        "SELECT name, coalesce(num_children, 0) FROM parquet_schema(" + Sql.path(file) + ")")) {
            schema.next(); // the table itself
            long inside = 0;
            while (schema.next()) {
                if (inside == 0) {
                    names.add(schema.getString(1));
                } else {
                    inside--;
                }
                inside += schema.getLong(2);
            }
        }
        return names;
    }
}
