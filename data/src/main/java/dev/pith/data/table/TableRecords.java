package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.record.RecordFile;
import dev.pith.data.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts in columns of a Parquet or CSV file, in file order; the key of a record is its row number, from 0. */
public final class TableRecords implements RecordSource {
    private final Table table;
    private final RecordText text;
    private final @Nullable Labels labels;
    private final RowCache<String> texts;
    private final RowCache<String> rows;

    private TableRecords(Table table, RecordText text, @Nullable Labels labels) {
        this.table = table;
        this.text = text;
        this.labels = labels;
        List<Column> read = table.columns().stream()
                .filter(column -> text.fields().contains(column.name()))
                .toList();
        this.texts = objects(table, read);
        this.rows = objects(table, table.columns());
    }

    /**
     * Makes JSON objects of rows, whatever columns are not to be read being null in them: a column of images
     * may be gigabytes.
     */
    private static RowCache<String> objects(Table table, List<Column> read) {
        String json = table.columns().stream()
                .map(column -> Sql.string(column.name()) + ", " + (read.contains(column) ? column.sql() : "NULL"))
                .collect(Collectors.joining(", ", "CAST(json_object(", ") AS VARCHAR)"));
        return new RowCache<>(table, json, read, row -> row.getString(1), String::length);
    }

    /**
     * Opens a file: CSV if it is called {@code .csv} (or {@code .tsv}, with tabs), else Parquet. The first line of a
     * CSV file names its columns.
     *
     * @param textColumn the column of texts
     * @param labelColumn the column of labels, integers or names, or null for no labels
     * @throws PithException when the file cannot be read, is cut off or empty, lacks a column, or when no row
     *     has a label
     */
    public static TableRecords open(Path file, String textColumn, @Nullable String labelColumn) {
        Table table = Table.open(file);
        try {
            table.column(textColumn);
            return new TableRecords(table, new RecordText(textColumn), table.labels(labelColumn));
        } catch (PithException e) {
            table.close();
            throw e;
        }
    }

    /**
     * Opens a file likewise.
     *
     * @param text in which columns texts are; nothing is returned when the table has none of them
     */
    public static Optional<TableRecords> find(Path file, RecordText text, @Nullable String labelColumn) {
        Table table = Table.open(file);
        try {
            if (table.columns().stream().map(Column::name).noneMatch(text.fields()::contains)) {
                table.close();
                return Optional.empty();
            }
            return Optional.of(new TableRecords(table, text, table.labels(labelColumn)));
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
        return rows.row(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int id) {
        String where = "row " + id + " of " + table.file();
        if (labels != null) {
            labels.require(id, where);
        }
        return text.of(texts.row(id).getBytes(StandardCharsets.UTF_8), where);
    }

    /**
     * Insists on tables whose rows can be written into one file.
     *
     * @throws PithException naming a file whose columns are others than those of the first
     */
    public static void requireAlike(List<TableRecords> parts) {
        Table.requireAlike(parts.stream().map(part -> part.table).toList());
    }

    /** Returns the file. */
    public Path file() {
        return table.file();
    }

    /**
     * Writes rows of Parquet files, numbered from file to file, with their columns and types. What was written is read
     * back and compared.
     *
     * @param file does not exist yet
     * @throws PithException when it holds other rows
     */
    public static void writeParquet(List<TableRecords> parts, int[] ids, Path file) {
        Table.writeParquet(parts.stream().map(part -> part.table).toList(), ids, file);
    }

    /** Returns the rows as they stand in a CSV file, or null for a Parquet file. */
    public @Nullable RecordFile csv() {
        return table.records();
    }

    @Override
    public void expect(int[] ids) {
        texts.expect(ids);
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
