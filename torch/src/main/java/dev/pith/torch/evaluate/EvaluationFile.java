package dev.pith.torch.evaluate;

import dev.pith.PithException;
import dev.pith.prune.PruningKind;
import dev.pith.run.Choices;
import dev.pith.run.CsvText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table as {@code evaluation.csv}: numbers in full; empty where there is none, {@code never} where nothing
 * is paid off.
 */
public final class EvaluationFile {
    /** Its name in a run. */
    public static final String NAME = "evaluation.csv";

    private static final String HEADER =
            "view,network,selection,pruning,samples,keep,accuracy_mean,accuracy_std,over_random,over_random_ci95,"
                    + "samples_seen,seconds,selection_seconds,paid_off_after";

    private static final String LOSS_HEADER = HEADER.replace("accuracy", "loss").replace("samples_seen", "tokens_seen");

    /** How tables of old runs begin: they lack an interval, and know of InfoBatch alone. */
    private static final String OLD_HEADER =
            "view,network,selection,infobatch,samples,keep,accuracy_mean,accuracy_std,over_random,"
                    + "samples_seen,seconds,selection_seconds,paid_off_after";

    private static final int PRUNING = 3;
    private static final int INTERVAL = 9;
    private static final String NEVER = "never";

    private EvaluationFile() {}

    /** Writes a table to a new file. */
    public static void write(Path file, List<Row> rows) throws IOException {
        boolean losses = !rows.isEmpty() && rows.get(0).view().measure() == Measure.LOSS;
        StringBuilder csv = new StringBuilder(losses ? LOSS_HEADER : HEADER).append('\n');
        for (Row row : rows) {
            csv.append(String.join(
                            ",",
                            row.view().toString(),
                            CsvText.quoted(row.network()),
                            CsvText.quoted(row.selection()),
                            row.pruning().toString(),
                            Integer.toString(row.samples()),
                            text(row.keep()),
                            text(row.accuracy()),
                            text(row.deviation()),
                            text(row.overRandom()),
                            text(row.overRandomInterval()),
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
            String first;
            try (BufferedReader csv = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                first = csv.readLine();
            }
            boolean old = OLD_HEADER.equals(first);
            String header = old ? OLD_HEADER : LOSS_HEADER.equals(first) ? LOSS_HEADER : HEADER;
            return CsvText.read(file, header).stream()
                    .map(fields -> row(old ? renewed(fields) : fields))
                    .toList();
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
                Choices.of(PruningKind.class, fields.get(PRUNING)),
                Integer.parseInt(fields.get(4)),
                number(fields.get(5)),
                number(fields.get(6)),
                number(fields.get(7)),
                number(fields.get(8)),
                number(fields.get(9)),
                number(fields.get(10)),
                number(fields.get(11)),
                number(fields.get(12)),
                number(fields.get(13)));
    }

    private static List<String> renewed(List<String> fields) {
        List<String> whole = new ArrayList<>(fields);
        whole.set(
                PRUNING,
                (Boolean.parseBoolean(fields.get(PRUNING)) ? PruningKind.INFOBATCH : PruningKind.NONE).toString());
        whole.add(INTERVAL, "");
        return whole;
    }

    /** Returns how a table writes a number: in full, nothing for none. */
    public static String text(double value) {
        return Double.isNaN(value) ? "" : Double.isInfinite(value) ? NEVER : Double.toString(value);
    }

    /** Returns the number that {@link #text} wrote. */
    public static double number(String text) {
        return text.isEmpty() ? Double.NaN : text.equals(NEVER) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
