package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import java.util.Optional;

/** A way to pick samples by their marginal gains. Options are the fields of each kind. */
public sealed interface Maximizer permits NaiveGreedy, LazyGreedy, ApproximateLazyGreedy, StochasticGreedy {
    /**
     * Picks {@code budget} samples, whatever the sign of their gains.
     *
     * @param objective with nothing picked yet; used up
     * @param budget from 0 to the size of the pool
     * @throws IllegalArgumentException when the budget is outside that range
     */
    Ranking maximize(Objective objective, int budget, Progress progress);

    /**
     * Returns whether an old gain is taken for an upper bound, which is wrong where the objective is not submodular.
     */
    boolean trustsOldGains();

    /** Returns one line for the user when the picks may not be what this maximizer promises on other objectives. */
    default Optional<String> warning(Objective objective) {
        return trustsOldGains() && !objective.submodular()
                ? Optional.of(
                        "with this similarity the objective may not be submodular, so a lazy maximizer can miss the "
                                + "largest gain: use the naive one for exact picks")
                : Optional.empty();
    }
}
