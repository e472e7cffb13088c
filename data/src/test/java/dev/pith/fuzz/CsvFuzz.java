package dev.pith.fuzz;

import dev.pith.data.record.CsvRows;
import dev.pith.data.record.RecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Tables in CSV. */
public final class CsvFuzz {
    private CsvFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.csv", CsvFuzz::read);
        Law.holds(data, "x.tsv", CsvFuzz::read);
    }

    private static void read(Path file) {
        try (CsvRows rows = CsvRows.open(file);
                RecordFile records = rows.records()) {
            for (int id = 0; id < records.size(); id++) {
                records.bytes(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
