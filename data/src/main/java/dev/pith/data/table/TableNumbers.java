package dev.pith.data.table;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A number for each sample of a source, from a table: one row a sample in the source's order, or rows that
 * name the samples.
 *
 * @param noun what a number is, in messages and as the name of a column: {@code score} or {@code cost}
 */
public record TableNumbers(String noun) {
    private static final String ID = "id";
    private static final List<String> KEYS =
            List.of("key", "path", "file", "filename", "file_name", "file_path", "image");
    private static final List<String> OTHER_NAMES = List.of("value", "weight");

    /**
     * Reads numbers from a table of their own. They are in the column that is called so ({@code score}, {@code scores},
     * {@code value}, ...), or in the only one beside those that name the samples: {@code id}, or {@code key},
     * {@code path}, {@code file}, ... Where samples are named, rows may be in any order, and samples may lack.
     *
     * @param size of the source
     * @param source what messages call the source
     * @param key the key of each id
     * @return NaN for samples that have none
     * @throws PithException when a column is not to be told, something else than a number is in it, a row names no
     *     sample of the source or one that another row names, or there are no names and another number of
     *     rows than samples
     */
    public double[] read(Path file, int size, String source, IntFunction<String> key) {
        try (Table table = Table.open(file)) {
            Column id = named(table, List.of(ID));
            Column keys = named(table, KEYS);
            double[] values = column(table, column(table, id, keys));
            Column names = id == null ? keys : id;
            if (names == null) {
                return counted(file, values, size, source);
            }
            Map<String, Integer> ids = new HashMap<>();
            for (int sample = 0; sample < size; sample++) {
                ids.put(id == null ? key.apply(sample) : Integer.toString(sample), sample);
            }
            return byName(table, names, values, ids, source);
        }
    }

    /**
     * Reads a column of the table that is the source.
     *
     * @return NaN where it has no value
     * @throws PithException when there is no such column, or something else than a number is in it
     */
    public double[] column(Path file, String column) {
        try (Table table = Table.open(file)) {
            return column(table, table.column(column));
        }
    }

    /**
     * Returns values that are one for each sample.
     *
     * @throws PithException when they are of another number
     */
    public double[] counted(Path file, double[] values, int size, String source) {
        if (values.length != size) {
            throw new PithException(file + ": holds " + values.length + " " + noun + "s, but " + source + " has " + size
                    + " samples; give the " + noun
                    + "s of this source, one for each, or a table with a column id or key");
        }
        return values;
    }

    private double[] column(Table table, Column column) {
        String sql = column.sql();
        double[] values = new double[table.size()];
        Map<Integer, Double> numbers =
                table.rows("CAST(" + sql + " AS VARCHAR), TRY_CAST(" + sql + " AS DOUBLE)", 0, table.size(), row -> {
                    String text = row.getString(1);
                    double number = row.getDouble(2);
                    if (row.wasNull() && text != null && !text.isEmpty()) {
                        throw new PithException("column '" + column.name() + "' of " + table.file() + " holds " + text
                                + ", and " + noun + "s are numbers");
                    }
                    return row.wasNull() ? Double.NaN : number;
                });
        Arrays.setAll(values, row -> numbers.getOrDefault(row, Double.NaN));
        return values;
    }

    private static @Nullable Column named(Table table, List<String> names) {
        for (String name : names) {
            for (Column column : table.columns()) {
                if (column.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return column;
                }
            }
        }
        return null;
    }

    /** Returns the column that holds the numbers. */
    private Column column(Table table, @Nullable Column id, @Nullable Column keys) {
        List<String> names =
                Stream.concat(Stream.of(noun, noun + "s"), OTHER_NAMES.stream()).toList();
        Column called = named(table, names);
        if (called != null) {
            return called;
        }
        List<Column> others = table.columns().stream()
                .filter(column -> !column.equals(id) && !column.equals(keys))
                .toList();
        if (others.size() != 1) {
            throw new PithException(table.file()
                    + ": does not say which column holds the " + noun + "s; call it " + noun + " (its columns are "
                    + table.columns().stream().map(Column::name).collect(Collectors.joining(", ")) + ")");
        }
        return others.get(0);
    }

    private double[] byName(Table table, Column column, double[] values, Map<String, Integer> ids, String source) {
        Map<Integer, String> names =
                table.rows("CAST(" + column.sql() + " AS VARCHAR)", 0, table.size(), row -> row.getString(1));
        double[] ofSamples = new double[ids.size()];
        boolean[] named = new boolean[ofSamples.length];
        Arrays.fill(ofSamples, Double.NaN);
        for (int row = 0; row < values.length; row++) {
            String name = names.get(row);
            Integer sample = ids.get(name);
            if (sample == null) {
                throw new PithException(table.file() + ": row " + row + " is of " + name + ", and " + source
                        + " has no sample of that " + column.name().toLowerCase(Locale.ROOT) + "; its "
                        + ids.size() + " samples are in the samples.csv of a run");
            }
            if (named[sample]) {
                throw new PithException(table.file() + ": gives " + name + " two " + noun + "s; leave one out");
            }
            named[sample] = true;
            ofSamples[sample] = values[row];
        }
        return ofSamples;
    }
}
