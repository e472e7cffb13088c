package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.pipeline.feature.OwnScores;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.rule.Evidence;
import dev.pith.rule.LastLayer;
import dev.pith.run.SamplesTable;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import dev.pith.selection.Needs;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run holds that a ranking may look at, opened as far as it looks. */
public final class RunEvidence implements AutoCloseable {
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
        LastLayer lastLayer = needs.lastLayer() ? RunFeatures.lastLayer(session) : null;
        return new RunEvidence(new Evidence(rows, gradients, scores, own, table.label, lastLayer), opened);
    }

    /** Returns what was opened. */
    public Evidence evidence() {
        return evidence;
    }

    private static @Nullable ScoreTable scores(Session session) {
        return RunScores.areInRun(session) ? RunScores.open(session) : null;
    }

    private static double[] own(Session session, String score) {
        if (RecordScores.isName(score)) {
            try (Source source = session.reopenSource()) {
                return RecordScores.of(score, session, source);
            }
        }
        if (!SelectSettings.isOwn(score)) {
            ScoreTable scores = scores(session);
            Score known = Score.valueOf(score.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (scores == null || !scores.has(known)) {
                throw new PithException(session.run().directory() + ": has no score " + score
                        + " of its samples; make it with pith scores SOURCE -o "
                        + session.run().directory());
            }
            return scores.of(known);
        }
        try (Source source = session.reopenSource()) {
            return OwnScores.read(score, source, RunSamples.unusable(session));
        }
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
