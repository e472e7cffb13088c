package dev.pith.cli.console;

import dev.pith.data.Source;
import dev.pith.pipeline.language.Difficulties;
import dev.pith.pipeline.session.Session;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@code pith scores --by ifd} prints: the range of the score, what it means, and the hardest records. */
public final class DifficultySummary {
    private static final int NAMED = 5;

    private final Path run;
    private final Session session;
    private final Source source;
    private final Difficulties found;

    /**
     * Sums difficulties up.
     *
     * @param run as the user wrote it
     */
    public DifficultySummary(Path run, Session session, Source source, Difficulties found) {
        this.run = run;
        this.session = session;
        this.source = source;
        this.found = found;
    }

    public void print(Console console) {
        double[] sorted = found.ascending();
        double median = sorted[sorted.length / 2];
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", run.toString());
            json.put("scored", found.scored());
            json.put("useless", found.useless());
            json.put("ifd", Map.of("min", sorted[0], "median", median, "max", sorted[sorted.length - 1]));
            console.printJson(json);
            return;
        }
        PrintWriter out = console.out();
        out.printf(
                Locale.ROOT,
                "ifd of %,d records: from %.3f to %.3f, median %.3f%n",
                found.scored(),
                sorted[0],
                sorted[sorted.length - 1],
                median);
        out.printf(
                Locale.ROOT,
                "The lower, the more the question says of the answer; %,d are at 1 or more, where it is of no use%n",
                found.useless());
        out.println("Hardest below 1: " + hardest());
        out.println();
        RunContent.print(run, session.run().manifest(), out);
        out.println("Next: pith select SOURCE --method score --score ifd -o " + run);
    }

    private String hardest() {
        double[] ratios = found.ratios();
        return IntStream.range(0, ratios.length)
                .filter(id -> ratios[id] < 1)
                .boxed()
                .sorted(Comparator.comparingDouble(id -> -ratios[id]))
                .limit(NAMED)
                .map(source::key)
                .collect(Collectors.joining(", "));
    }
}
