package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;

/**
 * The picks of {@link NaiveGreedy} for a submodular objective, with fewer gains computed: an old gain bounds a new one
 * (Minoux 1978). On an objective that is not submodular it goes on, warns, and may miss the largest gain.
 */
public record LazyGreedy() implements Maximizer {
    @Override
    public Ranking maximize(Objective objective, int budget, Progress progress) {
        return new LazyLoop(this, objective, 1).run(budget, progress);
    }

    @Override
    public boolean trustsOldGains() {
        return true;
    }
}
