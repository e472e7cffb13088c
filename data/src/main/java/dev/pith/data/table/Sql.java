package dev.pith.data.table;

import dev.pith.PithException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Spelling for DuckDB: names, strings and paths as it wants them, its failures as users want them. */
final class Sql {
    /** A file that is whole, but not for DuckDB. */
    private static final Pattern UNSUPPORTED = Pattern.compile(
            "(?i)only supported|not supported|unsupported|not implemented|cannot be cast|could not cast");

    private Sql() {}

    /** Returns a column's name in quotes. */
    static String name(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    /** Returns a string in quotes. */
    static String string(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns a file's path in quotes, none of its characters taken for a pattern. */
    static String path(Path file) {
        return string(file.toString().replaceAll("([\\[*?])", "[$1]"));
    }

    /**
     * Returns one line for the user.
     *
     * @throws OutOfMemoryError when that is what DuckDB ran into: no row is to blame, and none may be left out for it
     */
    static PithException failure(Path file, SQLException e) {
        String reason = reason(e);
        if (String.valueOf(e.getMessage()).contains("Out of Memory Error")) {
            throw new OutOfMemoryError("DuckDB, reading " + file + ": " + reason);
        }
        if (reason.contains("at least one non-root column")) {
            return new PithException(file + " has no columns; give a table with at least one", e);
        }
        boolean kind = UNSUPPORTED.matcher(reason).find();
        return new PithException(
                file + ": " + reason
                        + (kind
                                ? "; DuckDB, which reads it here, cannot: write the column"
                                        + " anew in another type or encoding, for instance by pandas' to_parquet"
                                : "; check that it is whole and of the kind its name says"),
                e);
    }

    /** DuckDB's driver puts a line of its own before the reason, and the query after it. */
    static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String reason = message.substring(message.indexOf("\nError: ") + 1);
        return reason.lines().findFirst().orElse(message).replaceFirst("^(Error: )?[A-Z][A-Za-z ]*: ", "");
    }
}
