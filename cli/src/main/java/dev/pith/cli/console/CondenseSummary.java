package dev.pith.cli.console;

import dev.pith.PithException;
import dev.pith.pipeline.evaluate.ComparisonImages;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.CsvText;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.EvaluationFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code pith condense} prints. */
public final class CondenseSummary {
    private final Path run;
    private final Session session;
    private final ComparisonImages images;

    /**
     * Reads what was written.
     *
     * @param run as the user wrote it
     */
    public CondenseSummary(Path run, Session session, ComparisonImages images) {
        this.run = run;
        this.session = session;
        this.images = images;
    }

    public void print(Console console) {
        EvaluationTable table =
                new EvaluationTable(EvaluationFile.read(session.run().file(EvaluationFile.NAME)));
        Manifest manifest = session.run().manifest();
        Manifest.Done done = manifest.step(Step.CONDENSE).orElseThrow();
        Map<String, String> facts = done.facts();
        Map<String, String> options = done.configuration();
        if (console.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("source", session.samples().name());
            result.put("n", session.samples().n());
            result.put("condensed", Integer.parseInt(facts.get("condensed")));
            result.put("seconds", done.elapsedSeconds());
            result.put("distance", Double.parseDouble(facts.get("distance")));
            result.put("test", images.test().size());
            result.put("rows", table.json());
            result.put("scores", scores());
            console.printJson(result);
            return;
        }
        PrintWriter out = console.out();
        out.println(String.format(
                Locale.ROOT,
                "%s: %,d samples condensed to %s by %s in %,.0f s, %s iterations, distance %s at first, %s at last",
                session.samples().name(),
                session.samples().n(),
                facts.get("condensed"),
                options.get("method"),
                done.elapsedSeconds(),
                options.get("iterations"),
                facts.get("first distance"),
                facts.get("distance")));
        out.println(
                String.format(Locale.ROOT, "tested on %,d others", images.test().size()));
        out.println();
        table.print(out);
        out.println();
        scores().forEach((network, score) -> out.println(network + ": " + score));
        out.println();
        RunContent.print(run, manifest, out);
    }

    /** Returns the scores in words, network by network. */
    private Map<String, String> scores() {
        Map<String, String> scores = new LinkedHashMap<>();
        try {
            for (List<String> row : CsvText.read(session.run().file(RunFiles.SCORES), RunFiles.SCORES_HEADER)) {
                String recovery = row.get(1).isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT, "%.2f points below everything, ", 100 * Double.parseDouble(row.get(1)));
                scores.put(
                        row.get(0),
                        recovery
                                + String.format(
                                        Locale.ROOT, "%+.2f over random images", 100 * Double.parseDouble(row.get(2))));
            }
        } catch (IOException e) {
            throw new PithException(run + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return scores;
    }
}
