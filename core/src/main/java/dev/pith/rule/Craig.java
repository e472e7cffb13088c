package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.objective.Continued;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.sample.Coverage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * CRAIG (Mirzasoleiman et al., ICML 2020, arXiv 1906.01827), class by class: facility location on the distances between
 * gradients of the last layer, {@code s = D - |g - g'|}, D larger than any distance and otherwise without influence on
 * the picks. A pick's weight is the number of samples whose gradient is nearest to its own (equally near ones: the
 * lower id), so that the weighted gradients of the picks stand for those of all.
 *
 * <p>The published code of DeepCore counts every cluster once too often; here the weights add up to the number of
 * samples. Given samples keep the clusters that are theirs. Picks are nested, weights are of the budget.
 */
public record Craig() implements Rule {
    @Override
    public Ranking rank(RankingTask task) {
        Features gradients = task.evidence().factors();
        int[] all = task.all();
        PairwiseSimilarity closeness = PairwiseSimilarity.closeness(gradients, all);
        FacilityLocation objective = new FacilityLocation(closeness, task.memory(), task.threads());
        Ranking picks =
                new LazyGreedy().maximize(Continued.after(objective, task.given()), task.budget(), task.progress());
        int[] kept = IntStream.concat(IntStream.of(picks.ids()), IntStream.of(task.given()))
                .toArray();
        if (kept.length == 0) {
            return new Ranking(picks.ids(), picks.gains(), new double[0]);
        }
        Coverage clusters = Coverage.of(gradients, Similarity.SQEUCLID, all, kept, task.threads());
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int id : clusters.nearest()) {
            sizes.merge(id, 1, Integer::sum);
        }
        double[] weights = Arrays.stream(picks.ids())
                .mapToDouble(id -> sizes.getOrDefault(id, 0))
                .toArray();
        return new Ranking(picks.ids(), picks.gains(), weights);
    }
}
