package dev.pith.data.record;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a JSON array or of a JSONL file, in file order; the key of a record is its number. The text of a
 * record is a named field, or else {@code instruction}, {@code input} and {@code output} joined by a space.
 *
 * <p>Opening reads the file once and keeps 12 bytes a record (20 with labels). Records are read from the file when asked
 * for and returned byte for byte, whatever spelling of numbers, escapes and fields they have. UTF-8, with or without a
 * byte order mark; lines end as they like, blank lines of JSONL are passed over.
 */
public final class JsonSource implements RecordSource {
    private final Path file;
    private final RecordIndex index;
    private final RecordForm form;
    private final RecordText text;
    private final FileChannel channel;

    private JsonSource(Path file, RecordIndex index, RecordForm form, RecordText text, FileChannel channel) {
        this.file = file;
        this.index = index;
        this.form = form;
        this.text = text;
        this.channel = channel;
    }

    /**
     * Opens a file: JSONL if it is called {@code .jsonl} or {@code .ndjson}, else a JSON array.
     *
     * @param textColumn the field that holds a record's text, or null for the fields of instruction data
     * @param labelColumn the field that holds a record's label, an integer or a name, or null for no labels
     * @throws PithException when the file cannot be read, is no such file, is cut off, holds no record, or when a record
     *     has no label; line and column are named
     */
    public static JsonSource open(Path file, @Nullable String textColumn, @Nullable String labelColumn) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean array = !name.endsWith(".jsonl") && !name.endsWith(".ndjson");
        try {
            RecordIndex index = RecordIndexer.index(file, array, labelColumn);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                RecordForm form = RecordFormReader.read(channel, index.offsets(), array);
                return new JsonSource(file, index, form, new RecordText(textColumn), channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PithException("cannot read " + file + ": " + e + "; check that it is a file you may read", e);
        }
    }

    /** Returns what stands around the records. */
    public RecordForm form() {
        return form;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public int size() {
        return index.offsets().size();
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(index.labels());
    }

    @Override
    public byte[] record(int id) {
        RecordOffsets offsets = index.offsets();
        try {
            return bytes(channel, offsets.start(id), offsets.length(id));
        } catch (IOException e) {
            throw new PithException(
                    "cannot read record " + id + " of " + file + ": " + e + "; it changed while open", e);
        }
    }

    @Override
    public String text(int id) {
        return text.of(record(id), "record " + id + " of " + file);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(List.of(file));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }

    static byte[] bytes(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, start + buffer.position()) < 0) {
                throw new IOException("the file ends at byte " + (start + buffer.position()));
            }
        }
        return buffer.array();
    }
}
