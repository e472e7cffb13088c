package dev.pith.data.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds where the records of a file of lines lie, one a line. A record does not have its line break; lines of nothing
 * but blanks are passed over.
 */
final class RecordLines {
    private final RecordOffsets offsets = new RecordOffsets();
    private long start;
    /** Just behind the last byte of the record that is no line break. */
    private long end;

    private boolean blank = true;

    private RecordLines() {}

    /**
     * Returns where the records of a file lie.
     *
     * @throws PithException when there is none
     */
    static RecordOffsets of(Path file) throws IOException {
        RecordLines lines = new RecordLines();
        int byteOrderMark = ByteOrderMark.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.skipNBytes(byteOrderMark);
            lines.walk(in, byteOrderMark);
        }
        if (lines.offsets.size() == 0) {
            throw new EmptyFileException(file + " holds no records; give a file with at least one");
        }
        return lines.offsets;
    }

    private void walk(InputStream in, long from) throws IOException {
        start = from;
        end = from;
        long position = from;
        for (int b = in.read(); b >= 0; b = in.read()) {
            position++;
            if (b == '\n') {
                add();
                start = position;
            }
            blank &= b == ' ' || b == '\t' || b == '\r' || b == '\n';
            if (b != '\r' && b != '\n') {
                end = position;
            }
        }
        add();
    }

    private void add() {
        if (!blank) {
            offsets.add(start, end);
        }
        blank = true;
    }

    /** Returns bytes as text, or fails with the number of the record when they are no UTF-8. */
    static String text(byte[] bytes, int id, Path file) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IOException e) {
            throw new PithException("record " + id + " of " + file + " is not UTF-8; convert the file to UTF-8", e);
        }
    }
}
