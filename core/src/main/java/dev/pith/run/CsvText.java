package dev.pith.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of CSV files (RFC 4180). */
public final class CsvText {
    private static final int END = -1;

    private CsvText() {}

    /**
     * Returns a field as it stands in a file: in quotes when it holds a comma, a quote, a line break or outer spaces.
     */
    public static String quoted(String field) {
        boolean plain = field.equals(field.strip());
        for (int i = 0; plain && i < field.length(); i++) {
            char c = field.charAt(i);
            plain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /**
     * Returns the rows of a small table that Pith wrote, those below the header.
     *
     * @param header the first line, names with commas between
     * @throws IOException when the file cannot be read, has another header, or a row has another number of fields
     */
    public static List<List<String>> read(Path file, String header) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (BufferedReader csv = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (!header.equals(csv.readLine())) {
                throw new IOException("does not begin with " + header);
            }
            int columns = header.split(",", -1).length;
            for (List<String> row = readRow(csv); row != null; row = readRow(csv)) {
                rows.add(row);
                if (row.size() != columns) {
                    throw new IOException(
                            "row " + rows.size() + " has " + row.size() + " fields in place of " + columns);
                }
            }
        }
        return rows;
    }

    /** Returns the fields of the next row, or null at the end; {@code csv} should be buffered. */
    public static @Nullable List<String> readRow(Reader csv) throws IOException {
        int c = csv.read();
        if (c == END) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        while (c != END && c != '\n') {
            if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                c = csv.read();
            } else if (c == '"' && field.length() == 0) {
                c = readQuoted(csv, field);
            } else {
                field.append((char) c);
                c = csv.read();
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** Appends what stands between quotes, the first already read, and returns what comes after the last. */
    private static int readQuoted(Reader csv, StringBuilder field) throws IOException {
        for (int c = csv.read(); c != END; c = csv.read()) {
            if (c == '"') {
                c = csv.read();
                if (c != '"') {
                    return c;
                }
            }
            field.append((char) c);
        }
        return END;
    }
}
