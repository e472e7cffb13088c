package dev.pith.data.table;

import dev.pith.PithException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Spelling for DuckDB: names, strings and paths as it wants them, its failures as users want them. */
final class Sql {
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

    /** Returns one line for the user. */
    static PithException failure(Path file, SQLException e) {
        return new PithException(file + ": " + reason(e) + "; check that it is whole and of the kind its name says", e);
    }

    /** DuckDB's driver puts a line of its own before the reason, and the query after it. */
    static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String reason = message.substring(message.indexOf("\nError: ") + 1);
        return reason.lines().findFirst().orElse(message).replaceFirst("^(Error: )?[A-Z][A-Za-z ]*: ", "");
    }
}
