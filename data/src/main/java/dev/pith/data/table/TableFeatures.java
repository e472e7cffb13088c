package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Features in a column of a Parquet file, lists of numbers of one length; the key of a row is its number, from 0.
 * Float16, float32 and integers of up to 24 bits are exact, other numbers are rounded to float32.
 */
public final class TableFeatures implements Source {
    private final Table table;
    private final Column column;
    private final int dimension;
    private final @Nullable Labels labels;

    private TableFeatures(Table table, Column column, @Nullable Labels labels) {
        this.table = table;
        this.column = column;
        this.labels = labels;
        this.dimension = Objects.requireNonNull(
                table.rows(Sql.name(column.name()), 0, 1, row -> numbers(0, row).length)
                        .get(0),
                "a table has rows");
    }

    /**
     * Opens a file.
     *
     * @param featureColumn the column of lists
     * @param labelColumn the column of labels, integers or names, or null for no labels
     * @throws PithException when the file is no Parquet or cannot be read, lacks a column, or the column holds
     *     something else
     */
    public static TableFeatures open(Path file, String featureColumn, @Nullable String labelColumn) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            throw new PithException(file + ": is no Parquet, and only there is a column of features");
        }
        Table table = Table.open(file);
        try {
            Column column = table.column(featureColumn);
            if (!column.isListOfNumbers()) {
                throw new PithException("column '" + featureColumn + "' of " + file + " holds " + column.type()
                        + "; features must be lists of numbers, float16, float32 or float64");
            }
            return new TableFeatures(table, column, table.labels(labelColumn));
        } catch (PithException e) {
            table.close();
            throw e;
        }
    }

    /** Returns d, the length of the first row. */
    public int dimension() {
        return dimension;
    }

    /** Returns the name of the column. */
    public String column() {
        return column.name();
    }

    /** Returns the file. */
    public Path file() {
        return table.file();
    }

    /**
     * Hands over all rows in file order, in one array that is filled again.
     *
     * @param length that each row has
     * @throws PithException naming a row that is absent, incomplete or of another length
     */
    public void forEachRow(int length, Consumer<float[]> consumer) {
        float[] values = new float[length];
        table.forEachRow(Sql.name(column.name()), (id, row) -> {
            Object[] numbers = numbers(id, row);
            if (numbers.length != length) {
                throw new PithException(where(id) + " has " + numbers.length + " numbers, the first row has " + length
                        + "; features need rows of one length");
            }
            for (int j = 0; j < length; j++) {
                if (numbers[j] == null) {
                    throw new PithException(
                            where(id) + " has no number at position " + j + "; fill it, or leave the row out");
                }
                values[j] = ((Number) numbers[j]).floatValue();
            }
            consumer.accept(values);
        });
    }

    private Object[] numbers(int id, ResultSet row) throws SQLException {
        Array list = row.getArray(1);
        Object[] numbers = list == null ? new Object[0] : (Object[]) list.getArray();
        if (numbers.length == 0) {
            throw new PithException(
                    where(id) + " is " + (list == null ? "NULL" : "an empty list") + "; fill it, or leave the row out");
        }
        return numbers;
    }

    private String where(int id) {
        return "row " + id + " of column '" + column.name() + "' of " + table.file();
    }

    /** Insists on tables as {@link TableRecords#requireAlike} does. */
    public static void requireAlike(List<TableFeatures> parts) {
        Table.requireAlike(parts.stream().map(part -> part.table).toList());
    }

    /**
     * Writes rows of files, numbered from file to file, as {@link TableRecords#writeParquet(List, int[], Path)} does.
     */
    public static void writeParquet(List<TableFeatures> parts, int[] ids, Path file) {
        Table.writeParquet(parts.stream().map(part -> part.table).toList(), ids, file);
    }

    @Override
    public String name() {
        return table.file().toString();
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(List.of(table.file()));
    }

    @Override
    public void close() {
        table.close();
    }
}
