package dev.pith.report;

import dev.pith.PithException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads a run's {@code samples.csv}, a row at a time; memory is what is asked for. */
final class SamplesCsv {
    private final Path file;
    private final int n;

    /**
     * Reads from {@code file}.
     *
     * @param n the number of samples that it must hold
     */
    SamplesCsv(Path file, int n) {
        this.file = file;
        this.n = n;
    }

    /** The columns. */
    enum Column {
        ID(0),
        KEY(1),
        LABEL(2),
        BIN(3),
        RANK(4),
        GAIN(5),
        SELECTED(6),
        WEIGHT(7);

        private static final List<String> HEADER = Stream.of(values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .toList();

        private final int position;

        Column(int position) {
            this.position = position;
        }

        String of(List<String> row) {
            return row.get(position);
        }
    }

    /** Hears every row. */
    @FunctionalInterface
    interface RowReader {
        void read(int id, List<String> row);
    }

    /** Reads the keys of some samples: {@code key[i]} is that of {@code ids[i]}, ids without repetition. */
    String[] keys(int[] ids) {
        int[] position = new int[n];
        Arrays.fill(position, -1);
        for (int i = 0; i < ids.length; i++) {
            position[ids[i]] = i;
        }
        String[] keys = new String[ids.length];
        forEach((id, row) -> {
            if (position[id] >= 0) {
                keys[position[id]] = Column.KEY.of(row);
            }
        });
        return keys;
    }

    /**
     * Reads all rows in id order.
     *
     * @throws PithException when the file cannot be read or does not hold n rows of the columns
     */
    void forEach(RowReader reader) {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            CsvLines lines = new CsvLines(text);
            if (!Column.HEADER.equals(lines.next())) {
                throw damaged("does not begin with " + String.join(",", Column.HEADER));
            }
            int id = 0;
            for (List<String> row = lines.next(); row != null; row = lines.next()) {
                if (id == n
                        || row.size() != Column.HEADER.size()
                        || !Column.ID.of(row).equals(String.valueOf(id))) {
                    throw damaged("row " + id + " is not that of sample " + id + " of " + n);
                }
                reader.read(id++, row);
            }
            if (id < n) {
                throw damaged("ends after " + id + " of " + n + " samples");
            }
        } catch (NumberFormatException e) {
            throw damaged("holds something else where a number belongs (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw new PithException(
                    file + ": cannot be read (" + e.getMessage() + "); make it again with pith bins", e);
        }
    }

    private PithException damaged(String what) {
        return new PithException(file + ": " + what + "; make it again with pith bins");
    }
}
