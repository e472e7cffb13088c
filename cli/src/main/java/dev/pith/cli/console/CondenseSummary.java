package dev.pith.cli.console;

import dev.pith.pipeline.Condensing;
import dev.pith.pipeline.condense.CondensedEvaluation;
import dev.pith.pipeline.condense.CondensedImages;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.condense.Condensation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code pith condense} prints. */
public final class CondenseSummary {
    private final Path run;
    private final Session session;
    private final CondensedImages images;
    private final CondensedEvaluation evaluation;

    /**
     * Sums it up.
     *
     * @param run as the user wrote it
     */
    public CondenseSummary(Path run, Session session, Condensing.Condensed condensed) {
        this.run = run;
        this.session = session;
        this.images = condensed.images();
        this.evaluation = condensed.evaluation();
    }

    public void print(Console console) {
        EvaluationTable table = new EvaluationTable(evaluation.rows());
        if (console.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("source", session.samples().name());
            result.put("n", session.samples().n());
            result.put("condensed", images.images());
            result.put("seconds", images.seconds());
            result.put("distance", images.distance());
            result.put("test", evaluation.tested());
            result.put("rows", table.json());
            result.put("scores", scores());
            console.printJson(result);
            return;
        }
        PrintWriter out = console.out();
        Condensation condensation = images.settings().condensation();
        out.println(String.format(
                Locale.ROOT,
                "%s: %,d samples condensed to %d by %s in %,.0f s, %d iterations, distance %.6g at first, %.6g at last",
                session.samples().name(),
                session.samples().n(),
                images.images(),
                condensation.method(),
                images.seconds(),
                condensation.iterations(),
                images.firstDistance(),
                images.distance()));
        out.println(String.format(Locale.ROOT, "tested on %,d others", evaluation.tested()));
        out.println();
        table.print(out);
        out.println();
        scores().forEach((network, score) -> out.println(network + ": " + score));
        out.println();
        RunContent.print(run, session.run().manifest(), out);
    }

    /** Returns the scores in words, network by network. */
    private Map<String, String> scores() {
        Map<String, String> scores = new LinkedHashMap<>();
        for (CondensedEvaluation.Score score : evaluation.scores()) {
            String lost = Double.isNaN(score.recovery())
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%s points below everything, ",
                            points("%.2f", score.recovery(), score.recoveryInterval()));
            scores.put(
                    score.network() + ", " + score.labels() + " labels",
                    lost + points("%+.2f", score.overRandom(), score.overRandomInterval()) + " over random images");
        }
        return scores;
    }

    private static String points(String form, double share, double interval) {
        return String.format(Locale.ROOT, form, 100 * share)
                + (Double.isNaN(interval) ? "" : String.format(Locale.ROOT, " ± %.2f", 100 * interval));
    }
}
