package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;

/**
 * Lazy greedy that is content with a gain of at least {@code beta} times what any other could be, for gains below 0
 * with 1 / beta times. Each step looks at a candidate once at most, so it ends whatever the signs.
 *
 * <p>Which candidate is met first goes by bounds. Where those differ between processors ({@link
 * Objective#boundsDecide}) the largest gain is found, as {@link LazyGreedy} does: such bounds are so near that little
 * is left to be saved.
 *
 * @param beta in (0, 1]; 1 is {@link LazyGreedy}
 */
public record ApproximateLazyGreedy(double beta) implements Maximizer {
    /** Checks the range. */
    public ApproximateLazyGreedy {
        if (!(beta > 0 && beta <= 1)) {
            throw new IllegalArgumentException("beta must be in (0, 1], got " + beta);
        }
    }

    @Override
    public Ranking maximize(Objective objective, int budget, Progress progress) {
        return new LazyLoop(this, objective, beta).run(budget, progress);
    }

    @Override
    public boolean trustsOldGains() {
        return true;
    }
}
