package dev.pith.rule;

import dev.pith.Ranking;
import java.util.List;

/** A way to rank the samples of one class. */
@FunctionalInterface
public interface Rule {
    /**
     * Ranks the first {@code task.budget()} of {@code task.ids()}.
     *
     * @throws dev.pith.PithException when the evidence lacks what the rule looks at, or holds what is no number
     */
    Ranking rank(RankingTask task);

    /**
     * Returns the rule as it is for these classes together: this one, where each class is ranked for itself.
     *
     * @param tasks one per class, in the order of the classes
     */
    default Rule over(List<RankingTask> tasks) {
        return this;
    }
}
