package dev.pith.data.export;

import dev.pith.data.Source;
import dev.pith.data.record.JsonSource;
import dev.pith.data.record.LineSource;
import dev.pith.data.table.TableRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes chosen records in the very form of the file they come from, in draw order: JSON, JSONL, plain text and CSV each
 * byte for byte, with the brackets, header and separators of the file; Parquet with its columns and their types.
 */
public final class SelectionFile {
    private final Source source;
    private final String extension;

    private SelectionFile(Source source, String extension) {
        this.source = source;
        this.extension = extension;
    }

    /** Returns how to write a source's records, or nothing when it is no single file of records. */
    public static Optional<SelectionFile> of(Source source) {
        if (source instanceof JsonSource json) {
            return Optional.of(new SelectionFile(source, json.records().form().array() ? "json" : "jsonl"));
        }
        if (source instanceof LineSource) {
            return Optional.of(new SelectionFile(source, "txt"));
        }
        if (source instanceof TableRecords table) {
            String name = table.file().getFileName().toString().toLowerCase(Locale.ROOT);
            return Optional.of(new SelectionFile(source, name.substring(name.lastIndexOf('.') + 1)));
        }
        return Optional.empty();
    }

    /** Returns a file name for the form: {@code selection.json} for the name {@code selection}. */
    public String fileName(String name) {
        return name + "." + extension;
    }

    /**
     * Writes the records with these ids, and reads back what was written.
     *
     * @param file does not exist yet
     * @throws dev.pith.PithException when it holds other records
     */
    public void write(int[] ids, Path file) throws IOException {
        if (source instanceof JsonSource json) {
            json.records().write(ids, file);
        } else if (source instanceof LineSource text) {
            text.lines().write(ids, file);
        } else {
            ((TableRecords) source).write(ids, file);
        }
    }
}
