package dev.pith.data.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Reads what stands before, between and after the records of a file. Latin-1 keeps bytes as they are. */
final class RecordFormReader {
    private RecordFormReader() {}

    static RecordForm read(FileChannel channel, RecordOffsets offsets, boolean array, boolean header)
            throws IOException {
        String prefix = between(channel, 0, offsets.start(0));
        String gap = offsets.size() > 1 ? between(channel, offsets.end(0), offsets.start(1)) : "";
        String suffix = between(channel, offsets.end(offsets.size() - 1), channel.size());
        if (array) {
            String separator = gap.isEmpty() ? "," + prefix.substring(prefix.indexOf('[') + 1) : gap;
            return form(true, prefix, separator, suffix);
        }
        String newline = newline(header ? prefix + gap : gap + suffix);
        String before = header ? prefix.substring(0, lineEnd(prefix)) + newline : prefix.stripTrailing();
        return form(false, before, newline, suffix.contains("\n") || suffix.contains("\r") ? newline : "");
    }

    private static String newline(String text) {
        boolean old = text.contains("\r") && !text.contains("\n");
        return text.contains("\r\n") ? "\r\n" : old ? "\r" : "\n";
    }

    /** Returns the length of a text without the line breaks at its end. */
    private static int lineEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    private static RecordForm form(boolean array, String prefix, String separator, String suffix) {
        return new RecordForm(
                array, prefix.getBytes(ISO_8859_1), separator.getBytes(ISO_8859_1), suffix.getBytes(ISO_8859_1));
    }

    private static String between(FileChannel channel, long from, long to) throws IOException {
        return new String(RecordFile.bytes(channel, from, Math.toIntExact(to - from)), ISO_8859_1);
    }
}
