package dev.pith.data.table;

import dev.pith.KeyIndex;
import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.Labels;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Labels of a source's samples in a table of their own: one row a sample in the source's order, or rows that
 * name the samples.
 */
public final class TableLabels {
    private static final List<String> KEYS =
            List.of("key", "path", "file", "filename", "file_name", "file_path", "image", "id");
    private static final List<String> LABELS =
            List.of("label", "labels", "class", "class_name", "target", "category", "y");

    private TableLabels() {}

    /**
     * Reads them. The labels are in the column that is called so ({@code label}, {@code class}, {@code target}, ...),
     * or in the only one beside that of the keys ({@code key}, {@code path}, {@code file}, ...). Where there are keys,
     * the rows' order is of no matter and rows of other samples are left out; keys may lack the extension.
     *
     * @param size of the source
     * @param source what messages call the source
     * @param key the key of each id
     * @throws PithException when a column is not to be told, or there is not one label for each sample
     */
    public static Labels read(Path file, int size, String source, IntFunction<String> key) {
        try (Table table = Table.open(file)) {
            List<String> columns = table.columns().stream().map(Column::name).toList();
            String keyColumn = named(columns, KEYS);
            Labels labels = Objects.requireNonNull(table.labels(labelColumn(file, columns, keyColumn)));
            if (keyColumn != null) {
                return byKey(file, labels, rows(table, keyColumn, labels), size, source, key);
            }
            if (labels.values().length != size) {
                throw new PithException(file + ": holds " + labels.values().length + " labels, but " + source + " has "
                        + size + " samples; give the labels of this source, or a column key with the samples' names");
            }
            for (int id = 0; id < size; id++) {
                labels.require(id, "row " + id + " of " + file);
            }
            return labels;
        }
    }

    private static @Nullable String named(List<String> columns, List<String> names) {
        for (String name : names) {
            for (String column : columns) {
                if (column.toLowerCase(Locale.ROOT).equals(name)) {
                    return column;
                }
            }
        }
        return null;
    }

    private static String labelColumn(Path file, List<String> columns, @Nullable String keyColumn) {
        String label = named(columns, LABELS);
        if (label != null) {
            return label;
        }
        List<String> others =
                columns.stream().filter(column -> !column.equals(keyColumn)).toList();
        if (others.size() != 1) {
            throw new PithException(
                    file + ": does not say which column holds the labels; call it label (its columns are "
                            + String.join(", ", columns) + ")");
        }
        return others.get(0);
    }

    /** Returns the keys by row, equal ones only with equal labels. */
    private static KeyedRows rows(Table table, String keyColumn, Labels labels) {
        Keys keys = new Keys();
        KeyIndex rows = new KeyIndex(keys::get);
        table.forEachText(table.column(keyColumn).sql(), key -> {
            int row = keys.size();
            keys.add(key == null ? "" : key); // no sample is called so
            int other = rows.putIfAbsent(keys.get(row), row);
            if (other != KeyIndex.NONE && labels.values()[other] != labels.values()[row]) {
                throw new PithException(table.file() + ": gives " + key + " two labels; leave one out");
            }
        });
        return new KeyedRows(keys, rows);
    }

    private record KeyedRows(Keys keys, KeyIndex rows) {}

    private static Labels byKey(
            Path file, Labels labels, KeyedRows keyed, int size, String source, IntFunction<String> key) {
        long[] values = new long[size];
        for (int id = 0; id < size; id++) {
            int row = keyed.rows.find(key.apply(id));
            row = row != KeyIndex.NONE ? row : keyed.rows.find(key.apply(id).replaceFirst("\\.[^./]+$", ""));
            if (row == KeyIndex.NONE) {
                throw new PithException(file + ": has no label for " + key.apply(id) + ", sample " + id + " of "
                        + source + "; its keys are such as "
                        + keyed.keys.stream().min(Comparator.naturalOrder()).orElse(""));
            }
            labels.require(row, "row " + row + " of " + file);
            values[id] = labels.values()[row];
        }
        return new Labels(values, labels.names());
    }
}
