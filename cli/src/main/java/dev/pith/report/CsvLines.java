package dev.pith.report;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits CSV (RFC 4180) into rows of fields: quoted fields may hold commas, doubled quotes and line breaks. */
final class CsvLines {
    private static final int END = -1;

    private final Reader text;

    /** Reads from a buffered reader that the caller closes. */
    CsvLines(Reader text) {
        this.text = text;
    }

    /** Returns the fields of the next row, or null at the end. */
    @Nullable
    List<String> next() throws IOException {
        int c = text.read();
        if (c == END) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        while (c != END && c != '\n') {
            if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                c = text.read();
            } else if (c == '"') {
                c = quoted(field);
            } else {
                if (c != '\r') {
                    field.append((char) c);
                }
                c = text.read();
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** Appends what stands between quotes and returns the character after the closing one. */
    private int quoted(StringBuilder field) throws IOException {
        while (true) {
            int c = text.read();
            if (c == '"') {
                c = text.read();
                if (c != '"') {
                    return c;
                }
            } else if (c == END) {
                return END;
            }
            field.append((char) c);
        }
    }
}
