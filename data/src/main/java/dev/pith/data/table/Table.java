package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import dev.pith.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table in a file: its columns, and its rows in file order by number. Safe for use by several threads. */
final class Table implements AutoCloseable {
    private static final int ROWS_PER_INSERT = 10_000;
    private static final AtomicInteger OPEN = new AtomicInteger();

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
        OPEN.incrementAndGet();
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
                throw new EmptyFileException(file + " holds no rows; give a table with at least one");
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

    /** Returns this table's part of the memory that is for rows to come: all open tables share it. */
    static long share(long bytes) {
        return bytes / Math.max(1, OPEN.get());
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
        writeParquet(storage.relation(), ids, target);
    }

    /** Writes rows of several Parquet files likewise, numbered from file to file. */
    static void writeParquet(List<Table> tables, int[] ids, Path target) {
        tables.get(0).writeParquet(union(tables), ids, target);
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
        return columns.stream().map(Column::name).toList();
    }

    private void writeParquet(String relation, int[] ids, Path target) {
        String row = storage.rowNumber();
        synchronized (storage) {
            try (Statement statement = storage.connection().createStatement()) {
                statement.execute("CREATE OR REPLACE TEMP TABLE pith_picks (pith_place BIGINT, pith_row BIGINT)");
                for (int from = 0; from < ids.length; from += ROWS_PER_INSERT) {
                    statement.execute(IntStream.range(from, Math.min(ids.length, from + ROWS_PER_INSERT))
                            .mapToObj(place -> "(" + place + ", " + ids[place] + ")")
                            .collect(Collectors.joining(", ", "INSERT INTO pith_picks VALUES ", "")));
                }
                statement.execute("COPY (SELECT rows.* EXCLUDE (" + row + ") FROM " + relation
                        + " AS rows JOIN pith_picks ON rows." + row + " = pith_row ORDER BY pith_place) TO "
                        + Sql.string(target.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
            } catch (SQLException e) {
                throw Sql.failure(file, e);
            }
        }
    }

    /** Hands over all rows of a Parquet file in file order, one after the other: of each, what an SQL expression gives. */
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
        OPEN.decrementAndGet();
        storage.close();
    }
}
