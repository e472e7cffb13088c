package dev.pith.pipeline.evaluate;

import dev.pith.data.Source;
import dev.pith.pipeline.choice.ChoiceSettings;
import dev.pith.pipeline.choice.ChoiceStep;
import dev.pith.pipeline.choice.HeldOut;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Measure;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * How held-out samples chose, for one size of selection and one network that looked.
 *
 * @param samples how many were to be selected
 * @param selector number of the network, from 1
 * @param choice what was tried, and what was chosen
 * @param ranking how samples are ranked by what was chosen; null of records, of which ways without one are tried too
 * @param seconds it took
 */
public record MadeChoice(int samples, int selector, Choice choice, @Nullable RankingSettings ranking, double seconds) {
    /**
     * Returns what held-out records chose.
     *
     * @param choice whose gains are differences of losses, the loss of random records less that of others
     */
    public static MadeChoice ofRecords(int samples, Choice choice, double seconds) {
        return new MadeChoice(samples, 1, choice, null, seconds);
    }

    /** Returns what gains are measured by. */
    public Measure measure() {
        return ranking == null ? Measure.LOSS : Measure.ACCURACY;
    }

    /**
     * Chooses, or reads what was chosen. Each size has a run of its own in the folder {@value RunFiles#CHOICES}.
     *
     * @param session on a run with scores
     * @param heldOut what choices of all sizes are made by
     * @param selector number of the network of the run, from 1
     */
    static MadeChoice of(
            Session session, Source source, HeldOut heldOut, Budget keep, int samples, int selector, long seed) {
        try (Session own = session.inside(RunFiles.CHOICES + "/" + samples, source)) {
            ChoiceStep step = new ChoiceStep(session, source, ChoiceSettings.usual(keep, seed), own, heldOut);
            Choice choice = step.perform();
            return new MadeChoice(
                    samples,
                    selector,
                    choice,
                    step.ranking(choice),
                    RunSelection.seconds(own.run().manifest(), EnumSet.of(Step.CHOICE), false));
        }
    }
}
