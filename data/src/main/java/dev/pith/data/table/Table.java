package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import dev.pith.data.Labels;
import dev.pith.data.record.RecordFile;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table in a file: its columns, and its rows in file order by number. Safe for use by several threads. */
final class Table implements AutoCloseable {
    private static final AtomicInteger OPEN = new AtomicInteger();

    /** So many are read by one query and are objects at a time. */
    private static final int TEXTS_AT_ONCE = 1 << 16;

    private final Path file;
    private final TableStorage storage;
    private final int size;

    private Table(Path file, TableStorage storage, int size) {
        this.file = file;
        this.storage = storage;
        this.size = size;
        OPEN.incrementAndGet();
    }

    /** Opens a Parquet file or, by its name, a CSV file. */
    static Table open(Path file) {
        TableStorage storage = TableStorage.open(file);
        try {
            long rows = count(storage);
            if (rows == 0) {
                throw new EmptyFileException(file + " holds no rows; give a table with at least one");
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

    /** Returns this table's part of the memory that is for rows to come: all open tables share it. */
    static long share(long bytes) {
        return bytes / Math.max(1, OPEN.get());
    }

    /** Returns the number of bytes that some columns of a row take on average, as they lie in the file. */
    long rowBytes(List<Column> wanted) {
        try {
            return Math.max(1, storage.bytes(file, wanted) / size);
        } catch (SQLException e) {
            throw Sql.failure(file, e);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
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

    /** Hands over what an SQL expression gives as text in each row, in file order, null too. */
    void forEachText(String expression, Consumer<@Nullable String> consumer) {
        for (int from = 0; from < size; from += Math.min(TEXTS_AT_ONCE, size - from)) {
            int to = from + Math.min(TEXTS_AT_ONCE, size - from);
            Map<Integer, String> texts = rows(expression, from, to, row -> row.getString(1));
            for (int row = from; row < to; row++) {
                consumer.accept(texts.get(row));
            }
        }
    }

    /** Returns the rows as they stand in a CSV file, or null for a Parquet file. */
    @Nullable
    RecordFile records() {
        return storage.records();
    }

    /**
     * Writes rows of Parquet files, numbered from file to file, in the form of the first, and reads back
     * what was written.
     */
    static void writeParquet(List<Table> tables, int[] ids, Path target) {
        Table first = tables.get(0);
        synchronized (first.storage) {
            try {
                new ParquetSelection(first.file, first.storage, union(tables)).write(ids, target);
            } catch (SQLException e) {
                throw Sql.failure(first.file, e);
            }
        }
    }

    /** Returns what stands after FROM for the rows of several Parquet files, numbered from file to file. */
    private static String union(List<Table> tables) {
        if (tables.size() == 1) {
            return tables.get(0).storage.relation();
        }
        List<String> parts = new ArrayList<>();
        long start = 0;
        for (Table table : tables) {
            String row = table.storage.rowNumber();
            parts.add("SELECT * REPLACE (" + row + " + " + start + " AS " + row + ") FROM " + table.storage.relation());
            start += table.size;
        }
        return "(" + String.join(" UNION ALL BY NAME ", parts) + ")";
    }

    /**
     * Insists on tables that can be written as one.
     *
     * @throws PithException naming a file whose columns are others than those of the first
     */
    static void requireAlike(List<Table> tables) {
        Table first = tables.get(0);
        List<String> names = first.names();
        for (Table table : tables) {
            boolean alike = first.storage.isParquet()
                    ? Set.copyOf(table.names()).equals(Set.copyOf(names))
                    : table.names().equals(names);
            if (!alike) {
                throw new PithException(table.file + " has the columns " + String.join(", ", table.names()) + ", "
                        + first.file + " has " + String.join(", ", names) + "; all files of a source have the same");
            }
        }
        if (first.storage.isParquet()) {
            try (Statement statement = first.storage.connection().createStatement()) {
                statement.execute("DESCRIBE SELECT * FROM " + union(tables));
            } catch (SQLException e) {
                throw new PithException(
                        "the columns of " + first.file + " and of the files beside it are of types that do"
                                + " not go together (" + Sql.reason(e) + "); write them anew with the same types",
                        e);
            }
        }
    }

    private List<String> names() {
        return columns().stream().map(Column::name).toList();
    }

    /**
     * Hands over all rows of a Parquet file in file order, one after the other: of each, what an SQL expression gives.
     */
    void forEachRow(String expression, RowConsumer consumer) {
        String query = "SELECT " + expression + ", " + storage.rowNumber() + " FROM " + storage.relation();
        try (Connection connection = storage.streaming();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int expected = 0;
            while (result.next()) {
                if (result.getInt(2) != expected) { // DuckDB keeps the order of a file
                    throw new IllegalStateException(file + ": row " + expected + " came after others");
                }
                consumer.accept(expected++, result);
            }
        } catch (SQLException e) {
            throw Sql.failure(file, e);
        }
    }

    /** Takes a row with its number. */
    interface RowConsumer {
        void accept(int id, ResultSet row) throws SQLException;
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
        OPEN.decrementAndGet();
        storage.close();
    }
}
