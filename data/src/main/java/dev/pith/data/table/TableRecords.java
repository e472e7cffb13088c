package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts in a column of a Parquet or CSV file, in file order; the key of a record is its row number, from 0. */
public final class TableRecords implements RecordSource {
    private final Table table;
    private final String textColumn;
    private final @Nullable Labels labels;
    private final RowCache<Row> rows;

    private record Row(@Nullable String text, String json) {}

    private TableRecords(Table table, String textColumn, @Nullable Labels labels) {
        this.table = table;
        this.textColumn = textColumn;
        this.labels = labels;
        String json = table.columns().stream()
                .map(column -> Sql.name(column.name()) + " := " + Sql.name(column.name()))
                .collect(Collectors.joining(", ", "CAST(to_json(struct_pack(", ")) AS VARCHAR)"));
        String text = "CAST(" + Sql.name(textColumn) + " AS VARCHAR)";
        this.rows = new RowCache<>(table, text + ", " + json, row -> new Row(row.getString(1), row.getString(2)));
    }

    /**
     * Opens a file: CSV if it is called {@code .csv} (or {@code .tsv}, with tabs), else Parquet. The first line of a CSV
     * file names its columns.
     *
     * @param textColumn the column of texts
     * @param labelColumn the column of labels, integers or names, or null for no labels
     * @throws PithException when the file cannot be read, is cut off or empty, lacks a column, or when a row lacks a label
     */
    public static TableRecords open(Path file, String textColumn, @Nullable String labelColumn) {
        Table table = Table.open(file);
        try {
            table.column(textColumn);
            return new TableRecords(table, textColumn, table.labels(labelColumn));
        } catch (PithException e) {
            table.close();
            throw e;
        }
    }

    /** Returns the names of a file's columns. */
    public static List<String> columns(Path file) {
        try (Table table = Table.open(file)) {
            return table.columns().stream().map(Column::name).toList();
        }
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
    public byte[] record(int id) {
        return rows.row(id).json().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int id) {
        String text = rows.row(id).text();
        if (text == null) {
            throw new PithException("row " + id + " of " + table.file() + " has no text in column '" + textColumn
                    + "'; give it one, or leave the row out");
        }
        return text;
    }

    @Override
    public void expect(int[] ids) {
        rows.expect(ids);
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
