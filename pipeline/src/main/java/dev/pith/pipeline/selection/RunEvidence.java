package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.Session;
import dev.pith.rule.Evidence;
import dev.pith.run.SamplesTable;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import dev.pith.selection.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run holds that a ranking may look at, opened as far as it looks. */
public final class RunEvidence implements AutoCloseable {
    /** The folder of a run's scores, a file each. */
    private static final String SCORES = "scores";

    private final Evidence evidence;
    private final @Nullable Features opened;

    private RunEvidence(Evidence evidence, @Nullable Features opened) {
        this.evidence = evidence;
        this.opened = opened;
    }

    /**
     * Opens what is needed; what the run does not hold stays null, and the ranking says so.
     *
     * @param features what samples are compared by, not owned; null for the run's own
     * @param score a score of the user's, as {@link SelectSettings} has it
     */
    public static RunEvidence open(
            Session session, SamplesTable table, Needs needs, @Nullable Features features, @Nullable String score) {
        boolean opens =
                (features == null && needs.features()) || (needs.gradients() && !(features instanceof GradientFactors));
        Features opened = opens ? RunFeatures.open(session) : null;
        Features rows = features != null ? features : opened;
        GradientFactors gradients = rows instanceof GradientFactors factors
                ? factors
                : opened instanceof GradientFactors factors ? factors : null;
        ScoreTable scores = needs.scores().isEmpty() ? null : scores(session);
        double[] own = score == null ? null : own(session, score);
        return new RunEvidence(new Evidence(rows, gradients, scores, own, table.label), opened);
    }

    /** Returns what was opened. */
    public Evidence evidence() {
        return evidence;
    }

    private static @Nullable ScoreTable scores(Session session) {
        Path folder = session.run().file(SCORES);
        Map<Score, double[]> columns = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            Path file = folder.resolve(score + ".npy");
            if (Files.exists(file)) {
                columns.put(score, Npy.readDoubles(file));
            }
        }
        return columns.isEmpty() ? null : new ScoreTable(columns);
    }

    private static double[] own(Session session, String score) {
        int n = session.samples().n();
        if (!SelectSettings.isFile(score)) {
            ScoreTable scores = scores(session);
            Score known = Score.valueOf(score.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (scores == null || !scores.has(known)) {
                throw new PithException(session.run().directory() + ": has no score " + score
                        + " of its samples; make it with pith scores SOURCE -o "
                        + session.run().directory());
            }
            return scores.of(known);
        }
        Path file = Path.of(score);
        if (!Files.exists(file)) {
            throw new PithException(score + ": is neither a file nor a score; a file is an .npy of a number per sample,"
                    + " a score one of el2n, aum, ...");
        }
        double[] own = Npy.readDoubles(file);
        if (own.length != n) {
            throw new PithException(file + ": holds " + own.length + " scores, but "
                    + session.samples().name() + " has " + n + " samples; one per sample is needed");
        }
        return own;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
