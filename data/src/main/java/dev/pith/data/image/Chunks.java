package dev.pith.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Finds a chunk in a PNG or WebP file by its name of four letters. */
final class Chunks {
    private static final int NAME_BYTES = 4;
    private static final int PNG_START = 8;
    private static final int WEBP_START = 12;
    private static final int PNG_CHECKSUM = 4;

    private Chunks() {}

    /** Returns what the first such chunk holds; null without one, or where it is cut off. */
    static @Nullable ByteBuffer find(byte[] content, String name) {
        String head = new String(content, 0, Math.min(content.length, WEBP_START), ISO_8859_1);
        if (head.startsWith("\u0089PNG")) {
            return find(ByteBuffer.wrap(content), PNG_START, true, name);
        }
        if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
            return find(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN), WEBP_START, false, name);
        }
        return null;
    }

    private static @Nullable ByteBuffer find(ByteBuffer file, int start, boolean png, String wanted) {
        byte[] name = new byte[NAME_BYTES];
        for (long at = start; at + 2 * NAME_BYTES <= file.limit(); ) {
            int from = (int) at;
            file.get(png ? from + NAME_BYTES : from, name);
            long length = file.getInt(png ? from : from + NAME_BYTES) & 0xffff_ffffL;
            long end = at + 2 * NAME_BYTES + length;
            if (new String(name, ISO_8859_1).equals(wanted)) {
                return end > file.limit()
                        ? null
                        : file.slice(from + 2 * NAME_BYTES, (int) length).order(file.order());
            }
            // Chunks of WebP begin at even places.
            at = end + (png ? PNG_CHECKSUM : length & 1);
        }
        return null;
    }
}
