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
 * Finds where the records of a file of lines lie: one a line, or, in CSV, one in as many lines as its quotes hold together. A
 * record does not have its line break; lines of nothing but blanks are passed over.
 */
final class RecordLines {
    private final boolean quotes;
    private final RecordOffsets offsets = new RecordOffsets();
    private long start;
    /** Just behind the last byte of the record that is no line break. */
    private long end;

    private boolean blank = true;

    private RecordLines(boolean quotes) {
        this.quotes = quotes;
    }

    /**
     * Returns where the records of a file lie.
     *
     * @param csv whether a line break between quotes is part of a record, and the first one is the header
     * @throws PithException when there is none
     */
    static RecordOffsets of(Path file, boolean csv) throws IOException {
        RecordLines lines = new RecordLines(csv);
        int byteOrderMark = ByteOrderMark.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.skipNBytes(byteOrderMark);
            lines.walk(in, byteOrderMark);
        }
        if (lines.offsets.size() <= (csv ? 1 : 0)) {
            throw new EmptyFileException(file + " holds no records; give a file with at least one");
        }
        return lines.offsets;
    }

    private void walk(InputStream in, long from) throws IOException {
        boolean quoted = false;
        start = from;
        end = from;
        long position = from;
        for (int b = in.read(); b >= 0; b = in.read()) {
            position++;
            if (quotes && b == '"') {
                quoted = !quoted; // a doubled quote closes and opens again
            }
            if (b == '\n' && !quoted) {
                add();
                start = position;
            }
            blank &= b == ' ' || b == '\t' || b == '\r' || b == '\n';
            if ((b != '\r' && b != '\n') || quoted) {
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
