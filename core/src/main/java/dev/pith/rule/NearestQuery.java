package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.objective.QuerySimilarities;
import java.util.Arrays;

/**
 * Queries take turns, and each takes the sample most similar to it of those that are left, ties to the lowest id (the
 * selection of RDS+, Ivison et al., 2503.01807, with the features at hand in place of a model's hidden states). A gain
 * is the similarity {@code (1 + cos) / 2} to the query whose turn it was. A smaller budget gives a prefix.
 */
public record NearestQuery() implements Rule {
    @Override
    public Ranking rank(RankingTask task) {
        QuerySimilarities similarities = QuerySimilarities.of(
                task.evidence().rows(), task.ids(), task.evidence().lookedFor(), task.memory(), task.threads());
        int n = task.ids().length;
        int m = task.evidence().lookedFor().length;
        int[][] orders = new int[Math.min(m, task.budget())][];
        task.threads().forEach(orders.length, q -> orders[q] = nearestFirst(similarities.values(), q));
        boolean[] taken = new boolean[n];
        int[] next = new int[m];
        int[] ids = new int[task.budget()];
        double[] gains = new double[task.budget()];
        for (int pick = 0; pick < ids.length; pick++) {
            int q = pick % m;
            while (taken[orders[q][next[q]]]) {
                next[q]++;
            }
            int x = orders[q][next[q]];
            taken[x] = true;
            ids[pick] = task.ids()[x];
            gains[pick] = similarities.values()[x][q];
            task.progress().onStep(pick + 1L, ids.length);
        }
        return new Ranking(ids, gains);
    }

    private static int[] nearestFirst(double[][] values, int q) {
        double[] keys = Arrays.stream(values).mapToDouble(row -> -row[q]).toArray();
        return Order.ascending(keys);
    }
}
