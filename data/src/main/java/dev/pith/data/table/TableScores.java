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
import org.jspecify.annotations.Nullable;

/**
 * A number for each sample of a source, from a table: one row a sample in the source's order, or rows that
 * name the samples.
 */
public final class TableScores {
    private static final String ID = "id";
    private static final List<String> KEYS =
            List.of("key", "path", "file", "filename", "file_name", "file_path", "image");
    private static final List<String> SCORES = List.of("score", "scores", "value", "weight");

    private TableScores() {}

    /**
     * Reads scores from a table of their own. They are in the column that is called so ({@code score}, {@code value},
     * ...), or in the only one beside those that name the samples: {@code id}, or {@code key}, {@code path},
     * {@code file}, ... Where samples are named, rows may be in any order, and samples may lack.
     *
     * @param size of the source
     * @param source what messages call the source
     * @param key the key of each id
     * @return NaN for samples that have no score
     * @throws PithException when a column is not to be told, something else than a number is in it, a row names no
     *     sample of the source or one that another row names, or there are no names and another number of
     *     rows than samples
     */
    public static double[] read(Path file, int size, String source, IntFunction<String> key) {
        try (Table table = Table.open(file)) {
            Column id = named(table, List.of(ID));
            Column keys = named(table, KEYS);
            double[] values = column(table, scoreColumn(table, id, keys));
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
    public static double[] column(Path file, String column) {
        try (Table table = Table.open(file)) {
            return column(table, table.column(column));
        }
    }

    /** Returns values one for each sample. */
    public static double[] counted(Path file, double[] values, int size, String source) {
        if (values.length != size) {
            throw new PithException(file + ": holds " + values.length + " scores, but " + source + " has " + size
                    + " samples; give the scores of this source, one for each, or a table with a column id or key");
        }
        return values;
    }

    private static double[] column(Table table, Column column) {
        String sql = column.sql();
        double[] values = new double[table.size()];
        Map<Integer, Double> numbers =
                table.rows("CAST(" + sql + " AS VARCHAR), TRY_CAST(" + sql + " AS DOUBLE)", 0, table.size(), row -> {
                    String text = row.getString(1);
                    double number = row.getDouble(2);
                    if (row.wasNull() && text != null && !text.isEmpty()) {
                        throw new PithException("column '" + column.name() + "' of " + table.file() + " holds " + text
                                + ", and scores are numbers");
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

    private static Column scoreColumn(Table table, @Nullable Column id, @Nullable Column keys) {
        Column score = named(table, SCORES);
        if (score != null) {
            return score;
        }
        List<Column> others = table.columns().stream()
                .filter(column -> !column.equals(id) && !column.equals(keys))
                .toList();
        if (others.size() != 1) {
            throw new PithException(table.file()
                    + ": does not say which column holds the scores; call it score (its columns are "
                    + table.columns().stream().map(Column::name).collect(Collectors.joining(", ")) + ")");
        }
        return others.get(0);
    }

    private static double[] byName(
            Table table, Column column, double[] values, Map<String, Integer> ids, String source) {
        Map<Integer, String> names =
                table.rows("CAST(" + column.sql() + " AS VARCHAR)", 0, table.size(), row -> row.getString(1));
        double[] scores = new double[ids.size()];
        boolean[] named = new boolean[scores.length];
        Arrays.fill(scores, Double.NaN);
        for (int row = 0; row < values.length; row++) {
            String name = names.get(row);
            Integer sample = ids.get(name);
            if (sample == null) {
                throw new PithException(table.file() + ": row " + row + " is of " + name + ", and " + source
                        + " has no sample of that " + column.name().toLowerCase(Locale.ROOT) + "; its "
                        + ids.size() + " samples are in the samples.csv of a run");
            }
            if (named[sample]) {
                throw new PithException(table.file() + ": gives " + name + " two scores; leave one out");
            }
            named[sample] = true;
            scores[sample] = values[row];
        }
        return scores;
    }
}
