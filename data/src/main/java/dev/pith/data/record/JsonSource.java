package dev.pith.data.record;

import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a JSON array or of a JSONL file, in file order; the key of a record is its number. What the text of a
 * record is, {@link RecordText} says.
 *
 * <p>Opening reads the file once and keeps 12 bytes a record (20 with labels). Records are read from the file when
 * asked for and returned byte for byte, whatever spelling of numbers, escapes and fields they have. UTF-8, with or
 * without a byte order mark; lines end as they like, blank lines of JSONL are passed over.
 */
public final class JsonSource implements RecordSource {
    private final RecordFile records;
    private final @Nullable Labels labels;
    private final RecordText text;

    private JsonSource(RecordFile records, @Nullable Labels labels, RecordText text) {
        this.records = records;
        this.labels = labels;
        this.text = text;
    }

    /**
     * Opens a file: JSONL if it is called {@code .jsonl} or {@code .ndjson}, else a JSON array.
     *
     * @param textColumn the field that holds a record's text, or null for the fields of instruction data
     * @param labelColumn the field that holds a record's label, an integer or a name, or null for no labels
     * @throws dev.pith.PithException when the file cannot be read, is no such file, is cut off, holds no record, or
     *     when no record has a label; line and column are named
     */
    public static JsonSource open(Path file, @Nullable String textColumn, @Nullable String labelColumn) {
        return open(file, textColumn, null, labelColumn);
    }

    /**
     * Opens a file likewise.
     *
     * @param textTemplate the fields that make up a record's text, in braces, or null
     */
    public static JsonSource open(
            Path file, @Nullable String textColumn, @Nullable String textTemplate, @Nullable String labelColumn) {
        RecordText text = new RecordText(textColumn, textTemplate);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean array = !name.endsWith(".jsonl") && !name.endsWith(".ndjson");
        try {
            RecordIndex index = RecordIndexer.index(file, array, labelColumn);
            RecordFile.Reader reader =
                    path -> RecordIndexer.index(path, array, null).offsets();
            return new JsonSource(RecordFile.open(file, array, false, index.offsets(), reader), index.labels(), text);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    /** Returns the records as they stand in the file. */
    public RecordFile records() {
        return records;
    }

    @Override
    public String name() {
        return records.path().toString();
    }

    @Override
    public int size() {
        return records.size();
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
        return records.bytes(id);
    }

    @Override
    public String text(int id) {
        String where = "record " + id + " of " + name();
        if (labels != null) {
            labels.require(id, where);
        }
        return text.of(records.stream(id), where);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(List.of(records.path()));
    }

    @Override
    public void close() {
        records.close();
    }
}
