package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import java.util.Arrays;

/**
 * Picks samples of which each group has at least and at most so many: greedy among those with which the set can still
 * be completed, {@code |S in g| <= most(g)} and {@code sum over g of max(|S in g|, least(g)) <= budget}. These sets
 * are a matroid (El Halabi et al., NeurIPS 2020, <em>Fairness in streaming submodular maximization</em>, section 4),
 * so that greedy picks have at least 1/2 of the most that can be had, for monotone submodular functions (Fisher,
 * Nemhauser and Wolsey 1978).
 *
 * @param group the number of each candidate's group; not copied
 * @param least by group, from 0 on; not copied
 * @param most by group; not copied
 */
public record Partition(int[] group, int[] least, int[] most) {
    /** Picks the budget, or as many as the limits allow, which are to be such as can be met. */
    public Ranking maximize(Objective objective, int budget, Progress progress) {
        if (group.length != objective.size()) {
            throw new IllegalArgumentException(
                    "group must be one number per sample (" + objective.size() + "), got " + group.length);
        }
        double[] alike = new double[group.length];
        Arrays.fill(alike, 1);
        return new ConstrainedGreedy(objective, new Limits(budget), alike).run(progress);
    }

    /** How many are picked of each group. */
    private final class Limits implements Constraint {
        private final int[] counts = new int[most.length];
        private final int budget;
        private int free;

        Limits(int budget) {
            this.budget = budget;
            free = budget - Arrays.stream(least).sum();
        }

        @Override
        public boolean allows(int candidate) {
            int g = group[candidate];
            return counts[g] < most[g] && (counts[g] < least[g] || free > 0);
        }

        @Override
        public void pick(int candidate) {
            int g = group[candidate];
            if (counts[g]++ >= least[g]) {
                free--;
            }
        }

        @Override
        public int most() {
            return Math.min(budget, group.length);
        }
    }
}
