package dev.pith.data.record;

import dev.pith.PithException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The byte order mark with which some programs begin UTF-8 files. */
public final class ByteOrderMark {
    private ByteOrderMark() {}

    /**
     * Returns the length of the file's UTF-8 byte order mark: 3 or 0.
     *
     * @throws PithException when the file begins as UTF-16 or UTF-32 do, or with NUL bytes, as one does that was
     *     not written whole
     */
    public static int length(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            if (head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF) {
                return 3;
            }
            if (head.length == 4 && head[0] == 0 && head[1] == 0 && head[2] == 0 && head[3] == 0) {
                throw new PithException(file + " begins with NUL bytes; it was not written whole, get it again");
            }
            // JSON begins with an ASCII character: a zero beside it, or a UTF-16 mark, tells the other encodings.
            boolean marked = head.length >= 2 && (head[0] & 0xff) >= 0xFE && (head[1] & 0xff) >= 0xFE;
            boolean wide = head.length >= 2 && (head[0] == 0 || head[1] == 0);
            if (marked || wide) {
                throw new PithException(file + " is not UTF-8 (it looks like UTF-16 or UTF-32); convert it to UTF-8");
            }
            return 0;
        }
    }
}
