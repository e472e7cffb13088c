package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Picks samples whose costs are within a budget together: greedy by gain per cost, and greedy by gain, either among
 * what still fits; the better of the two. Neither alone is sure of anything: a tiny cheap sample can keep the first
 * from one large good one, and the second heeds no cost. The better has at least (1 - 1/e) / 2, 31 %, of the most that
 * can be had, for monotone submodular functions (Leskovec et al., KDD 2007, <em>Cost-effective outbreak detection in
 * networks</em>, theorem 3; after Khuller, Moss and Naor 1999).
 */
public final class Knapsack {
    private Knapsack() {}

    /**
     * Picks.
     *
     * @param objective makes the same one each time, with nothing picked yet; asked once where all costs are equal, or
     *     else twice, for one after the other
     * @param costs by candidate, positive and finite; not copied
     * @param budget positive
     * @return the picks in their order, with the gains they had
     * @throws IllegalArgumentException when a cost or the budget is not positive, or no sample is within the budget
     */
    public static Ranking maximize(Supplier<Objective> objective, double[] costs, double budget, Progress progress) {
        double[] alike = new double[costs.length];
        Arrays.fill(alike, 1);
        if (Arrays.stream(costs).distinct().count() <= 1) {
            return greedy(objective.get(), costs, budget, alike, progress);
        }
        Ranking byRatio =
                greedy(objective.get(), costs, budget, costs, (done, total) -> progress.onStep(done, 2 * total));
        Ranking byGain = greedy(
                objective.get(), costs, budget, alike, (done, total) -> progress.onStep(total + done, 2 * total));
        return value(byGain) > value(byRatio) ? byGain : byRatio;
    }

    private static Ranking greedy(
            Objective objective, double[] costs, double budget, double[] prices, Progress progress) {
        if (costs.length != objective.size()) {
            throw new IllegalArgumentException(
                    "costs must be one number per sample (" + objective.size() + "), got " + costs.length);
        }
        for (int x = 0; x < costs.length; x++) {
            if (!(costs[x] > 0 && costs[x] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a cost must be a positive number, got " + costs[x] + " for id " + objective.id(x));
            }
        }
        double least = Arrays.stream(costs).min().orElse(0);
        if (!(budget >= least)) {
            throw new IllegalArgumentException(
                    "no sample is within `budget-cost " + budget + "`: the cheapest costs " + least);
        }
        return new ConstrainedGreedy(objective, new Costs(costs, budget), prices).run(progress);
    }

    private static double value(Ranking ranking) {
        return Arrays.stream(ranking.gains()).reduce(0, Double::sum);
    }

    /** What is spent of a budget. */
    private static final class Costs implements Constraint {
        private final double[] costs;
        private final double budget;
        private double spent;

        Costs(double[] costs, double budget) {
            this.costs = costs;
            this.budget = budget;
        }

        @Override
        public boolean allows(int candidate) {
            return spent + costs[candidate] <= budget;
        }

        @Override
        public void pick(int candidate) {
            spent += costs[candidate];
        }

        /** {@inheritDoc} So many of the cheapest. */
        @Override
        public int most() {
            double[] cheapest = Arrays.stream(costs).sorted().toArray();
            double sum = 0;
            int count = 0;
            while (count < cheapest.length && sum + cheapest[count] <= budget) {
                sum += cheapest[count++];
            }
            return count;
        }
    }
}
