package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import java.util.Arrays;

/**
 * At each step the sample with the largest gain, ties to the lowest id, for any objective. Every step looks at all
 * candidates, but for those that {@link Objective#bound} rules out.
 */
public record NaiveGreedy() implements Maximizer {
    @Override
    public Ranking maximize(Objective objective, int budget, Progress progress) {
        Picks picks = new Picks(objective, budget, progress);
        int[] remaining = new int[objective.size()];
        Arrays.setAll(remaining, candidate -> candidate);
        BestOf best = new BestOf(objective);
        while (!picks.isComplete()) {
            int count = remaining.length - picks.count();
            int winner = best.among(remaining, count);
            picks.add(remaining[winner], best.gain());
            remaining[winner] = remaining[count - 1];
        }
        return picks.ranking();
    }

    @Override
    public boolean trustsOldGains() {
        return false;
    }
}
