package dev.pith.pipeline.choice;

import dev.pith.Ranking;
import dev.pith.data.Source;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.SelectStep;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Comparison;
import java.util.Locale;

/**
 * A selection by the method that held-out training samples speak for: the steps {@code choice} and {@code select} of a
 * run that has features and scores.
 */
public final class AutoSelection {
    private final Session session;
    private final SelectSettings settings;
    private final ChoiceSettings choosing;

    /**
     * Prepares, with what is usual to choose by.
     *
     * @param settings how many, and the seed; what method they name does not matter
     * @throws IllegalArgumentException when they say more of how to rank than is tried
     */
    public AutoSelection(Session session, SelectSettings settings) {
        this(
                session,
                settings,
                ChoiceSettings.usual(settings.budget(), settings.ranking().seed()));
    }

    /** Prepares likewise, with what is tried and how. */
    public AutoSelection(Session session, SelectSettings settings, ChoiceSettings choosing) {
        ChoiceSettings.requireTried(settings);
        this.session = session;
        this.settings = settings;
        this.choosing = choosing;
    }

    /**
     * Chooses and ranks, unless it is done, and notes what was chosen.
     *
     * @return the ranked ids with their gains
     * @throws dev.pith.PithException when the run has no scores, or nothing can be held out
     */
    public Ranking perform() {
        try (Source source = session.reopenSource()) {
            return perform(source);
        }
    }

    /** Does likewise with the source of the run opened already; closed by the caller. */
    public Ranking perform(Source source) {
        ChoiceStep step = new ChoiceStep(session, source, choosing);
        Choice choice = step.perform();
        note(choice);
        return new SelectStep(session, settings.by(step.ranking(choice))).perform();
    }

    /** Says how each way did on held-out training samples, and which is taken. */
    private void note(Choice choice) {
        for (Choice.Tried tried : choice.tried()) {
            session.note(text(tried));
        }
        session.note(
                choice.chosen().equals(Comparison.RANDOM)
                        ? "no method is clearly better than random samples of the same class balance: these are taken"
                        : choice.chosen() + " is taken");
    }

    private static String text(Choice.Tried tried) {
        String gain = String.format(Locale.ROOT, "%s: %+.2f", tried.name(), 100 * tried.gain());
        return Double.isNaN(tried.standardError())
                ? gain + " points over random, by one seed: behind the best"
                : gain
                        + String.format(Locale.ROOT, " +- %.2f points over random", 100 * tried.standardError())
                        + (tried.isClear() ? "" : ", not clear");
    }
}
