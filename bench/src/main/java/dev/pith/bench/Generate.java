package dev.pith.bench;

import dev.pith.bench.Rows.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes rows as {@code .npy} files: {@code Generate WORKLOAD DIRECTORY} those of a named workload unless they are
 * there already, {@code Generate KIND ROWS DIMENSION CLASSES SEED DIRECTORY} any.
 */
public final class Generate {
    private Generate() {}

    /** Writes the rows that the arguments name. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 2) {
            workload(Workload.of(arguments[0]), Path.of(arguments[1]));
        } else if (arguments.length == 6) {
            new Rows(
                            Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT)),
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            Integer.parseInt(arguments[3]),
                            Long.parseLong(arguments[4]))
                    .write(Path.of(arguments[5]));
        } else {
            throw new IllegalArgumentException(
                    "expected WORKLOAD DIRECTORY or KIND ROWS DIMENSION CLASSES SEED DIRECTORY");
        }
    }

    /** Writes a workload's rows; {@code rows.txt}, written last, says that they are whole and which they are. */
    private static void workload(Workload workload, Path directory) throws IOException {
        Path marker = directory.resolve("rows.txt");
        String rows = workload.rows().toString();
        if (Files.exists(marker) && Files.readString(marker).equals(rows)) {
            return;
        }
        Files.deleteIfExists(marker);
        workload.rows().write(directory);
        Files.writeString(marker, rows);
    }
}
