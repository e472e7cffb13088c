package dev.pith.data.record;

import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a CSV file row by row (RFC 4180) and notes where each row lies. It is the only reader of CSV: what it takes for
 * a row is a record wherever records are numbered, read or written.
 *
 * <p>A quote opens a field only as its first character and is text anywhere else ({@code 5" pipe}). Rows end with LF,
 * CRLF or CR. A row of nothing but blanks is passed over, unless its field is in quotes. The first row names the
 * columns and decides what separates fields: of comma, semicolon and tab the first in this order that stands in it
 * outside of quotes; in a file called {@code .tsv} it is a tab.
 */
public final class CsvRows implements Closeable {
    private static final int END = -1;
    private static final String DELIMITERS = ",;\t";

    private final Path file;
    private final InputStream in;
    private final int delimiter;
    private final RecordOffsets offsets = new RecordOffsets();
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private List<String> fields = new ArrayList<>();
    private List<String> header = List.of();
    /** Whether a field of the current row is in quotes. */
    private boolean quotes;
    /** The byte at {@code position}, which is not taken yet. */
    private int next;

    private long position;
    private long line = 1;

    private CsvRows(Path file, InputStream in, int delimiter, int byteOrderMark) throws IOException {
        this.file = file;
        this.in = in;
        this.delimiter = delimiter;
        in.skipNBytes(byteOrderMark);
        position = byteOrderMark;
        next = in.read();
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws PithException when the file is no UTF-8, has no header, or a column has no name of its own
     * @throws IOException when the file cannot be read
     */
    public static CsvRows open(Path file) throws IOException {
        return open(file, delimiter(file));
    }

    private static CsvRows open(Path file, int delimiter) throws IOException {
        int byteOrderMark = ByteOrderMark.length(file);
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            CsvRows rows = new CsvRows(file, in, delimiter, byteOrderMark);
            rows.readHeader();
            return rows;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static int delimiter(Path file) throws IOException {
        if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".tsv")) {
            return '\t';
        }
        int found = DELIMITERS.length();
        boolean quoted = false;
        boolean blank = true;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int before = ',';
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '"' && (quoted || DELIMITERS.indexOf(before) >= 0 || blank)) {
                    quoted = !quoted;
                }
                if ((b == '\n' || b == '\r') && !quoted && !blank) {
                    break;
                }
                blank &= b == ' ' || b == '\r' || b == '\n';
                int candidate = DELIMITERS.indexOf(b);
                found = quoted || candidate < 0 ? found : Math.min(found, candidate);
                before = b;
            }
        }
        return found < DELIMITERS.length() ? DELIMITERS.charAt(found) : ',';
    }

    private void readHeader() throws IOException {
        if (!readRow()) {
            throw new EmptyFileException(file + " holds no rows; give a table with at least one");
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : fields) {
            // pandas leaves the column of its index without a name.
            String unique = name.isEmpty() ? "column" + names.size() : name;
            if (!names.add(unique)) {
                throw new PithException(file + ":1: two columns are called '" + unique + "'; rename one of them");
            }
        }
        header = List.copyOf(names);
    }

    /**
     * Returns the names of the columns, each once; one without a name is called {@code column} and
     * its position, from 0.
     */
    public List<String> header() {
        return header;
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end of the file
     * @throws PithException naming the line, when a row has not as many fields as the header or a quote is not closed
     */
    public boolean next() throws IOException {
        long first = line;
        if (!readRow()) {
            return false;
        }
        if (fields.size() != header.size()) {
            throw new PithException(file + ":" + first + ": this row has " + fields.size() + " fields, the header "
                    + header.size() + "; put a field that holds the separator in quotes, or mend the row");
        }
        return true;
    }

    /** Returns the fields of the current row, without their quotes. */
    public List<String> fields() {
        return fields;
    }

    /** Returns the number of bytes read so far. */
    public long position() {
        return position;
    }

    /**
     * Reads what is left and returns all rows, byte for byte; closed by the caller.
     *
     * @throws PithException when there is none
     */
    public RecordFile records() throws IOException {
        return RecordFile.open(file, false, true, rest(), path -> {
            try (CsvRows rows = open(path, delimiter)) {
                return rows.rest();
            }
        });
    }

    private RecordOffsets rest() throws IOException {
        while (next()) {
            // Each row is noted on the way.
        }
        if (offsets.size() <= 1) {
            throw new EmptyFileException(file + " holds no rows; give a table with at least one");
        }
        return offsets;
    }

    private boolean readRow() throws IOException {
        do {
            if (next == END) {
                return false;
            }
            long start = position;
            fields = new ArrayList<>(header.size());
            quotes = false;
            readField();
            while (next == delimiter) {
                take();
                readField();
            }
            if (!isBlank()) {
                offsets.add(start, position);
            }
            endLine();
        } while (isBlank());
        return true;
    }

    private boolean isBlank() {
        return fields.size() == 1 && !quotes && fields.get(0).chars().allMatch(c -> c == ' ' || c == '\t');
    }

    private void readField() throws IOException {
        field.reset();
        if (next == '"') {
            readQuoted();
        } else {
            while (!endsField()) {
                field.write(take());
            }
        }
        fields.add(RecordLines.text(field.toByteArray(), Math.max(0, offsets.size() - 1), file));
    }

    private void readQuoted() throws IOException {
        long first = line;
        quotes = true;
        take();
        while (true) {
            if (next == END) {
                throw new PithException(file + ":" + first + ": a quote that opens here is not closed; close it, or put"
                        + " the field in quotes and write the quote twice");
            }
            int b = take();
            if (b == '"' && next != '"') {
                break;
            }
            if (b == '"') {
                take();
            }
            line += b == '\n' || (b == '\r' && next != '\n') ? 1 : 0;
            field.write(b);
        }
        if (!endsField()) {
            throw new PithException(
                    file + ":" + line + ": something follows a closing quote; write a quote inside a" + " field twice");
        }
    }

    private boolean endsField() {
        return next == delimiter || next == '\n' || next == '\r' || next == END;
    }

    private void endLine() throws IOException {
        if (next == '\r') {
            take();
        }
        if (next == '\n') {
            take();
        }
        line++;
    }

    private int take() throws IOException {
        int taken = next;
        next = in.read();
        position++;
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
