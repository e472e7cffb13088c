package dev.pith.text;

import dev.pith.fuzz.Law;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** The rows that a killed process left behind. */
public final class RowLogFuzz {
    private RowLogFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.rows", file -> read(file, false));
        Law.holds(data, "x.rows", file -> read(file, true));
    }

    private static void read(Path file, boolean startOver) {
        try (RowLog log = RowLog.open(file, Map.of("model", "m"), startOver)) {
            float[] row = new float[log.dimension()];
            for (int k = 0; k < log.rows(); k++) {
                log.read(k, row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
