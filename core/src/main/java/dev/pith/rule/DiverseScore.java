package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Apart;
import dev.pith.feature.Features;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The largest score first, but for samples too near to one that is kept (the representation filter of DEITA, Liu et
 * al., ICLR 2024, 2312.15685): their cosine is at least {@code limit}. Where too few are apart from each other, the
 * others follow, the largest score first, so that the budget is met. A gain is the score. A smaller budget gives a
 * prefix.
 *
 * @param limit in (-1, 1]
 */
public record DiverseScore(double limit) implements Rule {
    @Override
    public Ranking rank(RankingTask task) {
        Features rows = task.evidence().rows();
        double[] scores = task.evidence().ownValues(task.ids());
        int[] places =
                Order.ascending(Arrays.stream(scores).map(score -> -score).toArray());
        int sure = task.given().length;
        int[] order = IntStream.concat(
                        Arrays.stream(task.given()), Arrays.stream(places).map(k -> task.ids()[k]))
                .toArray();
        int[] nearest = Apart.of(rows, order, sure, task.budget(), limit, task.progress());
        int[] kept = IntStream.range(sure, nearest.length)
                .filter(k -> nearest[k] == order[k])
                .toArray();
        int[] near = IntStream.range(sure, nearest.length)
                .filter(k -> nearest[k] != order[k])
                .toArray();
        int[] picks = IntStream.concat(Arrays.stream(kept), Arrays.stream(near))
                .limit(task.budget())
                .toArray();
        return new Ranking(
                Arrays.stream(picks).map(k -> order[k]).toArray(),
                Arrays.stream(picks).mapToDouble(k -> scores[places[k - sure]]).toArray());
    }
}
