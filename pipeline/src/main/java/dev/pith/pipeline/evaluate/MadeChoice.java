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
import java.util.EnumSet;

/**
 * How held-out samples chose, for one size of selection and one network that looked.
 *
 * @param samples how many were to be selected
 * @param selector number of the network, from 1
 * @param choice what was tried, and what was chosen
 * @param ranking how samples are ranked by what was chosen
 * @param seconds it took
 */
public record MadeChoice(int samples, int selector, Choice choice, RankingSettings ranking, double seconds) {
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
