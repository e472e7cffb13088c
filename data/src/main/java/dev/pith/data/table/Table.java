package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.record.RecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table in a file: its columns, and its rows in file order by number. Safe for use by several threads. */
final class Table implements AutoCloseable {
    private final Path file;
    private final TableStorage storage;
    private final int size;

    private Table(Path file, TableStorage storage, int size) {
        this.file = file;
        this.storage = storage;
        this.size = size;
    }

    /** Opens a Parquet file or, by its name, a CSV file. */
    static Table open(Path file) {
        TableStorage storage = TableStorage.open(file);
        try {
            long rows = count(storage);
            if (rows == 0) {
                throw new PithException(file + " holds no rows; give a table with at least one");
            }
            if (rows > Integer.MAX_VALUE) {
                throw new PithException(
                        file + " holds " + rows + " rows, more than " + Integer.MAX_VALUE + "; split it");
            }
            return new Table(file, storage, (int) rows);
        } catch (SQLException e) {
            storage.close();
            throw Sql.failure(file, e);
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
        return storage.columns();
    }

    /**
     * Returns a column.
     *
     * @throws PithException listing the columns there are, when it is not among them
     */
    Column column(String name) {
        return columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PithException(file + " has no column '" + name + "'; its columns are "
                        + columns().stream().map(Column::name).collect(Collectors.joining(", "))));
    }

    /** Returns the number of bytes that some columns of a row take on average, as they lie in the file. */
    long rowBytes(List<Column> wanted) {
        try {
            return Math.max(1, storage.bytes(file, wanted) / size);
        } catch (SQLException e) {
            throw Sql.failure(file, e);
        } catch (IOException e) {
            throw new PithException("cannot read " + file + ": " + e + "; check that it is a file you may read", e);
        }
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

    /** Writes the rows with these numbers, in this order, in the form of the file, and reads back what was written. */
    void write(int[] ids, Path target) throws IOException {
        RecordFile records = storage.records();
        if (records != null) {
            records.write(ids, target);
            return;
        }
        synchronized (storage) {
            try {
                new ParquetSelection(file, storage).write(ids, target);
            } catch (SQLException e) {
                throw Sql.failure(file, e);
            }
        }
    }

    private <T> Map<Integer, T> rows(String expressions, String condition, int count, RowReader<T> reader) {
        String query = "SELECT " + expressions + ", " + storage.rowNumber() + " FROM " + storage.relation() + " WHERE "
                + condition;
        Map<Integer, T> rows = new HashMap<>();
        // One query at a time: DuckDB spreads each over all processors already.
        synchronized (storage) {
            try (Statement statement = storage.connection().createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                int number = result.getMetaData().getColumnCount(); // the last, whatever the others are called
                while (result.next()) {
                    rows.put(result.getInt(number), reader.read(result));
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
