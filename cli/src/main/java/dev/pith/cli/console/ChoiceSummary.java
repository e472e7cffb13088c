package dev.pith.cli.console;

import dev.pith.pipeline.evaluate.MadeChoice;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a choice between ways to select came to. */
public final class ChoiceSummary {
    private ChoiceSummary() {}

    /** Returns what was chosen for one size of selection, as a line. */
    public static String line(MadeChoice made) {
        Choice choice = made.choice();
        boolean losses = made.measure() == Measure.LOSS;
        String said = choice.tried().stream()
                .filter(tried -> tried.name().equals(choice.chosen()))
                .findFirst()
                .map(tried -> losses ? less(tried) : more(tried))
                .orElse("random, as no method was clearly better on held-out " + (losses ? "records" : "samples"));
        return losses
                ? String.format(Locale.ROOT, "auto, %,d records: %s", made.samples(), said)
                : String.format(
                        Locale.ROOT, "auto, %,d samples, network %d: %s", made.samples(), made.selector(), said);
    }

    private static String more(Choice.Tried tried) {
        return String.format(
                Locale.ROOT,
                "%s, %+.2f +- %.2f points over random on held-out samples",
                tried.name(),
                100 * tried.gain(),
                100 * tried.standardError());
    }

    private static String less(Choice.Tried tried) {
        return String.format(
                Locale.ROOT,
                "%s, whose loss on held-out records is %.4f +- %.4f below random",
                tried.name(),
                tried.gain(),
                tried.standardError());
    }

    /** Returns what was chosen as maps of text and numbers. */
    public static List<Map<String, Object>> json(List<MadeChoice> choices) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (MadeChoice made : choices) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("samples", made.samples());
            map.put("network", made.selector());
            map.put("chosen", made.choice().chosen());
            map.put("seconds", made.seconds());
            list.add(map);
        }
        return list;
    }
}
