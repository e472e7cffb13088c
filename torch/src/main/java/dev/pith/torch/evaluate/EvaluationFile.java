package dev.pith.torch.evaluate;

import dev.pith.PithException;
import dev.pith.run.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The table as {@code evaluation.csv}: numbers in full; empty where there is none, {@code never} where nothing is paid off. */
public final class EvaluationFile {
    /** Its name in a run. */
    public static final String NAME = "evaluation.csv";

    private static final String HEADER =
            "view,network,selection,infobatch,samples,keep,accuracy_mean,accuracy_std,over_random,"
                    + "samples_seen,seconds,selection_seconds,paid_off_after";
    private static final String NEVER = "never";

    private EvaluationFile() {}

    /** Writes a table to a new file. */
    public static void write(Path file, List<Row> rows) throws IOException {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (Row row : rows) {
            csv.append(String.join(
                            ",",
                            row.view().toString(),
                            CsvText.quoted(row.network()),
                            CsvText.quoted(row.selection()),
                            Boolean.toString(row.infoBatch()),
                            Integer.toString(row.samples()),
                            text(row.keep()),
                            text(row.accuracy()),
                            text(row.deviation()),
                            text(row.overRandom()),
                            text(row.samplesSeen()),
                            text(row.seconds()),
                            text(row.selectionSeconds()),
                            text(row.paidOffAfter())))
                    .append('\n');
        }
        Files.writeString(file, csv);
    }

    /**
     * Reads a table.
     *
     * @throws PithException when the file is not one
     */
    public static List<Row> read(Path file) {
        try {
            return CsvText.read(file, HEADER).stream().map(EvaluationFile::row).toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new PithException(
                    file + ": cannot be read as a table of an evaluation (" + e.getMessage()
                            + "); make it again with pith evaluate",
                    e);
        }
    }

    private static Row row(List<String> fields) {
        return new Row(
                View.valueOf(fields.get(0).toUpperCase(Locale.ROOT)),
                fields.get(1),
                fields.get(2),
                Boolean.parseBoolean(fields.get(3)),
                Integer.parseInt(fields.get(4)),
                number(fields.get(5)),
                number(fields.get(6)),
                number(fields.get(7)),
                number(fields.get(8)),
                number(fields.get(9)),
                number(fields.get(10)),
                number(fields.get(11)),
                number(fields.get(12)));
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "" : Double.isInfinite(value) ? NEVER : Double.toString(value);
    }

    private static double number(String text) {
        return text.isEmpty() ? Double.NaN : text.equals(NEVER) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
