package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table in a file: its columns, and its rows in file order by number. Safe for use by several threads. */
final class Table implements AutoCloseable {
    private static final int ROWS_PER_INSERT = 10_000;

    private final Path file;
    private final TableStorage storage;
    private final List<Column> columns;
    private final int size;
    private final long fileBytes;

    private Table(Path file, TableStorage storage, List<Column> columns, int size, long fileBytes) {
        this.file = file;
        this.storage = storage;
        this.columns = columns;
        this.size = size;
        this.fileBytes = fileBytes;
    }

    /** Opens a Parquet file or, by its name, a CSV file. */
    static Table open(Path file) {
        TableStorage storage = TableStorage.open(file);
        try {
            List<Column> columns = new ArrayList<>();
            try (Statement statement = storage.connection().createStatement();
                    ResultSet described = statement.executeQuery(
                            "DESCRIBE SELECT * " + storage.exclude() + " FROM " + storage.relation())) {
                while (described.next()) {
                    columns.add(new Column(described.getString(1), described.getString(2)));
                }
            }
            long rows = count(storage);
            if (rows == 0) {
                throw new PithException(file + " holds no rows; give a table with at least one");
            }
            if (rows > Integer.MAX_VALUE) {
                throw new PithException(
                        file + " holds " + rows + " rows, more than " + Integer.MAX_VALUE + "; split it");
            }
            return new Table(file, storage, columns, (int) rows, Files.size(file));
        } catch (SQLException e) {
            storage.close();
            throw Sql.failure(file, e);
        } catch (IOException e) {
            storage.close();
            throw new PithException("cannot read " + file + ": " + e + "; check that it is a file you may read", e);
        } catch (PithException e) {
            storage.close();
            throw e;
        }
    }

    private static long count(TableStorage storage) throws SQLException {
        try (Statement statement = storage.connection().createStatement();
                ResultSet counted = statement.executeQuery("SELECT count(*) FROM " + storage.relation())) {
            counted.next();
            return counted.getLong(1);
        }
    }

    Path file() {
        return file;
    }

    int size() {
        return size;
    }

    List<Column> columns() {
        return columns;
    }

    /**
     * Returns a column.
     *
     * @throws PithException listing the columns there are, when it is not among them
     */
    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PithException(file + " has no column '" + name + "'; its columns are "
                        + columns.stream().map(Column::name).collect(Collectors.joining(", "))));
    }

    /** Returns the number of bytes of a row on average, as they lie in the file. */
    long rowBytes() {
        return Math.max(1, fileBytes / size);
    }

    /** Turns the current row of a result into a value. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Returns rows {@code from} to {@code to} (exclusive) by number: of each, what the SQL expressions give. */
    <T> Map<Integer, T> rows(String expressions, int from, int to, RowReader<T> reader) {
        return rows(expressions, storage.rowNumber() + " BETWEEN " + from + " AND " + (to - 1), to - from, reader);
    }

    /** Returns the rows with these numbers, each there once. */
    <T> Map<Integer, T> rows(String expressions, int[] ids, RowReader<T> reader) {
        String list = Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return rows(expressions, storage.rowNumber() + " IN (" + list + ")", ids.length, reader);
    }

    /** Writes the rows with these numbers, in this order, as a Parquet file with the same columns. */
    void writeParquet(int[] ids, Path target) {
        String row = storage.rowNumber();
        synchronized (storage) {
            try (Statement statement = storage.connection().createStatement()) {
                statement.execute("CREATE OR REPLACE TEMP TABLE pith_picks (pith_place BIGINT, pith_row BIGINT)");
                for (int from = 0; from < ids.length; from += ROWS_PER_INSERT) {
                    statement.execute(IntStream.range(from, Math.min(ids.length, from + ROWS_PER_INSERT))
                            .mapToObj(place -> "(" + place + ", " + ids[place] + ")")
                            .collect(Collectors.joining(", ", "INSERT INTO pith_picks VALUES ", "")));
                }
                statement.execute("COPY (SELECT rows.* EXCLUDE (" + row + ") FROM " + storage.relation()
                        + " AS rows JOIN pith_picks ON rows." + row + " = pith_row ORDER BY pith_place) TO "
                        + Sql.string(target.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
            } catch (SQLException e) {
                throw Sql.failure(file, e);
            }
        }
    }

    private <T> Map<Integer, T> rows(String expressions, String condition, int count, RowReader<T> reader) {
        String query = "SELECT " + expressions + ", " + storage.rowNumber() + " AS pith_row FROM " + storage.relation()
                + " WHERE " + condition;
        Map<Integer, T> rows = new HashMap<>();
        // One query at a time: DuckDB spreads each over all processors already.
        synchronized (storage) {
            try (Statement statement = storage.connection().createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows.put(result.getInt("pith_row"), reader.read(result));
                }
            } catch (SQLException e) {
                throw Sql.failure(file, e);
            }
        }
        if (rows.size() != count) {
            throw new PithException(file + " no longer has " + size + " rows; it changed while it was read");
        }
        return rows;
    }

    /** Returns the labels in a column, or null when none is asked for. */
    @Nullable
    Labels labels(@Nullable String labelColumn) {
        if (labelColumn == null) {
            return null;
        }
        try {
            return LabelColumn.read(this, storage, column(labelColumn));
        } catch (SQLException e) {
            throw Sql.failure(file, e);
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
