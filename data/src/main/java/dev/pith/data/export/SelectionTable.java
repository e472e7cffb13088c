package dev.pith.data.export;

import dev.pith.data.ImageSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.export.RecordColumns.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A selection as a table in draw order: what is said of every sample, then the fields of a record, or the file of an
 * image ({@code file}, an absolute path). Where a record has a field of the same name, Pith's column gives
 * way and is called {@code pith_id}, {@code pith_label} and so on.
 */
final class SelectionTable {
    private final Selection selection;
    private final SampleFields fields;
    private final @Nullable RecordColumns records;
    private final @Nullable ImageSource files;
    private final Map<String, String> columns = new LinkedHashMap<>();

    /**
     * Looks at the selected samples.
     *
     * @param withFiles whether to name the files of images that have one
     */
    SelectionTable(Source source, Selection selection, boolean withFiles) throws IOException {
        this.selection = selection;
        this.fields = new SampleFields(source, selection);
        this.records = source instanceof RecordSource records ? new RecordColumns(records, selection.ids()) : null;
        this.files = source instanceof ImageSource images
                        && images.file(selection.ids()[0]).isPresent()
                ? images
                : null;
        fields.types().forEach((name, type) -> columns.put(free(name), type));
        if (records != null) {
            records.types().forEach((name, type) -> columns.put(name, type.sql()));
        }
        if (files != null) {
            columns.put("file", "VARCHAR");
        }
    }

    private String free(String name) {
        String free = name;
        while (records != null && records.types().containsKey(free)) {
            free = "pith_" + free;
        }
        return free;
    }

    int size() {
        return selection.size();
    }

    /** Returns the SQL type of each column by its name, in order. */
    Map<String, String> columns() {
        return columns;
    }

    /** Returns the cells of a row in the order of the columns. */
    List<@Nullable Object> row(int position) throws IOException {
        int id = selection.ids()[position];
        List<@Nullable Object> row = new ArrayList<>(fields.of(position).values());
        if (records != null) {
            Map<String, @Nullable Value> record = records.row(id);
            for (Map.Entry<String, RecordColumns.Type> column : records.types().entrySet()) {
                row.add(cell(record.get(column.getKey()), column.getValue()));
            }
        }
        if (files != null) {
            row.add(files.file(id)
                    .map(file -> file.toAbsolutePath().normalize().toString())
                    .orElse(null));
        }
        return row;
    }

    private static @Nullable Object cell(@Nullable Value value, RecordColumns.Type type) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case INTEGER -> Long.valueOf(value.text());
            case REAL -> Double.valueOf(value.text());
            case BOOLEAN -> Boolean.valueOf(value.text());
            case TEXT -> value.text();
            case JSON -> value.json();
        };
    }
}
