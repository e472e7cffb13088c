package dev.pith.data.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a text file, those of nothing but blanks left out; the key of one is its number among the
 * others, from 0. UTF-8.
 */
public final class LineSource implements RecordSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordFile lines;

    private LineSource(RecordFile lines) {
        this.lines = lines;
    }

    /**
     * Opens a file.
     *
     * @throws dev.pith.PithException when it cannot be read, holds no line or is not UTF-8
     */
    public static LineSource open(Path file) {
        try {
            RecordOffsets offsets = RecordLines.of(file);
            if (!isUtf8(file)) { // of the whole file: no fault of single lines that could be left out
                throw new PithException(file + " is not UTF-8; convert it to UTF-8");
            }
            return new LineSource(RecordFile.open(file, false, false, offsets, RecordLines::of));
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    private static boolean isUtf8(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns the lines as they stand in the file. */
    public RecordFile lines() {
        return lines;
    }

    @Override
    public String name() {
        return lines.path().toString();
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.empty();
    }

    /** Returns the line as a JSON object with the one field {@code text}. */
    @Override
    public byte[] record(int id) {
        try {
            return JSON.writeValueAsBytes(Map.of("text", text(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String text(int id) {
        return RecordLines.text(lines.bytes(id), id, lines.path());
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(List.of(lines.path()));
    }

    @Override
    public void close() {
        lines.close();
    }
}
