package dev.pith.data.export;

import dev.pith.data.Source;
import dev.pith.data.record.JsonSource;
import dev.pith.data.record.LineSource;
import dev.pith.data.record.RecordFile;
import dev.pith.data.shard.ShardedSource;
import dev.pith.data.table.TableFeatures;
import dev.pith.data.table.TableRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes chosen records in the very form of the file they come from, in draw order: JSON, JSONL, plain text and CSV
 * each byte for byte, with the brackets, header and separators of the file; Parquet with its columns and their types.
 * Records of several files go into one, in the form of the first; those of compressed files are written plain.
 */
public final class SelectionFile {
    private final Source source;
    /** The sources of the files that {@code source} is made of. */
    private final List<? extends Source> parts;

    private final String extension;

    private SelectionFile(Source source, List<? extends Source> parts, String extension) {
        this.source = source;
        this.parts = parts;
        this.extension = extension;
    }

    /** Returns how to write a source's records, or nothing when they lie in no files of records. */
    public static Optional<SelectionFile> of(Source source) {
        List<? extends Source> parts = source instanceof ShardedSource<?> sharded ? sharded.parts() : List.of(source);
        return extension(parts.get(0)).map(extension -> new SelectionFile(source, parts, extension));
    }

    private static Optional<String> extension(Source part) {
        if (part instanceof JsonSource json) {
            return Optional.of(json.records().form().array() ? "json" : "jsonl");
        }
        if (part instanceof LineSource) {
            return Optional.of("txt");
        }
        if (part instanceof TableRecords table) {
            String name = table.file().getFileName().toString().toLowerCase(Locale.ROOT);
            return Optional.of(name.substring(name.lastIndexOf('.') + 1));
        }
        return part instanceof TableFeatures ? Optional.of("parquet") : Optional.empty();
    }

    /** Returns a file name for the form: {@code selection.json} for the name {@code selection}. */
    public String fileName(String name) {
        return name + "." + extension;
    }

    /** Tells whether the form is JSON or JSONL. */
    boolean isJson() {
        return extension.startsWith("json");
    }

    /**
     * Writes the records with these ids, and reads back what was written.
     *
     * @param file does not exist yet
     * @throws dev.pith.PithException when it holds other records
     */
    public void write(int[] ids, Path file) throws IOException {
        Source first = parts.get(0);
        if (first instanceof TableFeatures) {
            TableFeatures.writeParquet(all(TableFeatures.class), ids, file);
        } else if (extension.equals("parquet")) {
            TableRecords.writeParquet(all(TableRecords.class), ids, file);
        } else if (source instanceof ShardedSource<?> sharded) {
            file(first).write(ids, id -> file(parts.get(sharded.part(id))).bytes(sharded.idInPart(id)), file);
        } else {
            file(first).write(ids, file);
        }
    }

    private <S extends Source> List<S> all(Class<S> kind) {
        return parts.stream().map(kind::cast).toList();
    }

    private static RecordFile file(Source part) {
        return part instanceof JsonSource json
                ? json.records()
                : part instanceof LineSource text
                        ? text.lines()
                        : Objects.requireNonNull(((TableRecords) part).csv(), "Parquet has no records");
    }
}
