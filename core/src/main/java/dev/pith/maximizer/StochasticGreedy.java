package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * At each step the best of a random sample of what is left, {@code ceil(n / budget * ln(1 / epsilon))} candidates
 * (Mirzasoleiman et al., AAAI 2015): 1 - 1 / e - epsilon of the optimum in expectation for monotone submodular
 * objectives, in n ln(1 / epsilon) gains for any budget.
 *
 * @param epsilon in (0, 1); smaller looks at more
 * @param seed of the samples
 */
public record StochasticGreedy(double epsilon, long seed) implements Maximizer {
    /** Checks the range. */
    public StochasticGreedy {
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon must be in (0, 1), got " + epsilon);
        }
    }

    @Override
    public Ranking maximize(Objective objective, int budget, Progress progress) {
        Picks picks = new Picks(objective, budget, progress);
        int[] remaining = new int[objective.size()];
        Arrays.setAll(remaining, candidate -> candidate);
        int sampleSize =
                (int) Math.min(remaining.length, Math.ceil(-StrictMath.log(epsilon) * remaining.length / budget));
        SplittableRandom random = new SplittableRandom(seed);
        BestOf best = new BestOf(objective);
        while (!picks.isComplete()) {
            int count = remaining.length - picks.count();
            int drawn = Math.min(count, sampleSize);
            for (int k = 0; k < drawn; k++) {
                swap(remaining, k, random.nextInt(k, count));
            }
            int winner = best.among(remaining, drawn);
            picks.add(remaining[winner], best.gain());
            swap(remaining, winner, count - 1);
        }
        return picks.ranking();
    }

    private static void swap(int[] candidates, int i, int k) {
        int candidate = candidates[i];
        candidates[i] = candidates[k];
        candidates[k] = candidate;
    }

    @Override
    public boolean trustsOldGains() {
        return false;
    }
}
