package dev.pith.cli.console;

import dev.pith.prune.PruningKind;
import dev.pith.torch.evaluate.Measure;
import dev.pith.torch.evaluate.Row;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of an evaluation as a command prints it. */
public final class EvaluationTable {
    private static final double PERCENT = 100;

    private final List<Row> rows;

    public EvaluationTable(List<Row> rows) {
        this.rows = rows;
    }

    /** Returns the rows as maps of text and numbers; null where there is no number. */
    public List<Map<String, @Nullable Object>> json() {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("view", row.view().toString());
            map.put("network", row.network());
            map.put("selection", row.selection());
            map.put("pruning", row.pruning().toString());
            map.put("samples", row.samples());
            map.put("keep", row.keep());
            map.put(row.view().measure() + "Mean", row.accuracy());
            map.put(row.view().measure() + "Std", number(row.deviation()));
            map.put("overRandom", number(row.overRandom()));
            map.put("overRandomInterval", number(row.overRandomInterval()));
            map.put(isLoss(row) ? "tokensSeen" : "samplesSeen", row.samplesSeen());
            map.put("seconds", row.seconds());
            map.put("selectionSeconds", row.selectionSeconds());
            map.put("paidOffAfter", Double.isInfinite(row.paidOffAfter()) ? "never" : number(row.paidOffAfter()));
            list.add(map);
        }
        return list;
    }

    private static @Nullable Object number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** Prints a table for every view and network. */
    public void print(PrintWriter out) {
        int width = rows.stream().mapToInt(row -> name(row).length()).max().orElse(0);
        String before = "";
        for (Row row : rows) {
            String title = row.network() + ", equal " + row.view();
            if (!title.equals(before)) {
                out.println(before.isEmpty() ? title : "\n" + title);
                out.println(format(
                        layout(row, width, "%12s", "%7s"),
                        "selection",
                        "keep",
                        isLoss(row) ? "loss" : "accuracy %",
                        against(row),
                        isLoss(row) ? "tokens seen" : "samples seen",
                        "seconds",
                        "selected in",
                        "paid off"));
                before = title;
            }
            out.println(line(row, width).stripTrailing());
        }
        long compared =
                rows.stream().filter(row -> !Double.isNaN(row.overRandom())).count();
        long withInterval = rows.stream()
                .filter(row -> !Double.isNaN(row.overRandomInterval()))
                .count();
        if (compared > 0) {
            out.println();
            out.printf(
                    withInterval == 0
                            ? "%d %s with random; one seed has no interval%n"
                            : "+- of " + rows.get(0).view().measure()
                                    + " is the deviation of the seeds, of "
                                    + against(rows.get(0))
                                    + " the 95 %% interval of the paired difference;%nof %d %s with random about one in twenty lies outside by"
                                    + " chance%n",
                    compared,
                    compared == 1 ? "comparison" : "comparisons");
        }
    }

    private static String against(Row row) {
        return isLoss(row) ? "against random" : "over random";
    }

    /** Returns how wide lines are laid out; losses have more digits. */
    private static String layout(Row row, int width, String seen, String seconds) {
        String columns = isLoss(row) ? "  %16s  %17s  " : "  %13s  %14s  ";
        return "%-" + width + "s  %7s" + columns + seen + "  " + seconds + "  %11s  %8s";
    }

    private static boolean isLoss(Row row) {
        return row.view().measure() == Measure.LOSS;
    }

    private static String overRandom(Row row) {
        return Double.isNaN(row.overRandom()) ? "" : measured(row, "%+", row.overRandom(), row.overRandomInterval());
    }

    /** Returns a number with what it may be off by: accuracies in percent, losses as they are. */
    private static String measured(Row row, String sign, double value, double off) {
        double scale = isLoss(row) ? 1 : PERCENT;
        String digits = isLoss(row) ? ".4f" : ".2f";
        return Double.isNaN(off)
                ? format(sign + digits, scale * value)
                : format(sign + digits + " +- %" + digits, scale * value, scale * off);
    }

    private static String line(Row row, int width) {
        return format(
                layout(row, width, "%,12.0f", "%7.1f"),
                name(row),
                format("%.4g %%", PERCENT * row.keep()).replaceFirst("\\.?0+ ", " "),
                measured(row, "%", row.accuracy(), row.deviation()),
                overRandom(row),
                row.samplesSeen(),
                row.seconds(),
                row.selectionSeconds() == 0 ? "" : format("%.1f s", row.selectionSeconds()),
                paidOff(row.paidOffAfter()));
    }

    private static String paidOff(double after) {
        return Double.isNaN(after) ? "" : Double.isInfinite(after) ? "never" : format("after %.0f", after);
    }

    private static String name(Row row) {
        return row.pruning() == PruningKind.NONE ? row.selection() : row.selection() + " + " + row.pruning();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
