package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Similarity;
import dev.pith.random.Priority;
import dev.pith.sample.Coverage;
import dev.pith.score.Score;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A core by an objective that covers the class, and the rest in proportion. Facility location, once it has covered what
 * is common, picks what is lonely; so it picks only the first tenth of the class here. Each sample that is left belongs
 * to the cell of the core pick (or given sample) that is nearest to it, and the rest of the budget is drawn from the
 * cells in proportion to the sum of q in each, q the weight of {@link DualBeta}: the samples in the order of their
 * cells, in a cell by the mean probability of the label, and {@link Systematic} places along the sum of q.
 *
 * <p>From half of the class on there is no core: all are one cell, and {@code q = DUAL + 0.1 mean(DUAL)}, so that the
 * easiest leave first but not all of them.
 *
 * <p>The core comes first, in its order and with its gains, a prefix of a larger one; then the others, in random order
 * with gain 0.
 *
 * @param core what picks the core
 * @param cells which similarity is meant by nearest
 * @param weights the q, and the seed
 */
public record StratifiedFill(Rule core, Similarity cells, DualBeta weights) implements Rule {
    private static final int CORE_PART = 10;
    private static final double WITHOUT_CORE = 0.5;
    private static final double LEAST_WEIGHT = 0.1;

    /** Keeps the start of the systematic draw apart from the order of what it draws. */
    private static final long SALT = 0x73797374L;

    @Override
    public Ranking rank(RankingTask task) {
        boolean hasCore = task.share() < WITHOUT_CORE;
        int coreSize = hasCore ? Math.min(task.budget(), Math.max(1, task.size() / CORE_PART)) : 0;
        Ranking picks = hasCore ? core.rank(task.withBudget(coreSize)) : new Ranking(new int[0], new double[0]);
        if (coreSize == task.budget()) {
            return picks;
        }
        int[] sorted = picks.ids().clone();
        Arrays.sort(sorted);
        RankingTask rest = task.withBudget(0)
                .withIds(IntStream.of(task.ids())
                        .filter(id -> Arrays.binarySearch(sorted, id) < 0)
                        .toArray());
        double[] q = hasCore ? products(task, rest.ids()) : likelyUnlearnt(rest);
        int[] order = hasCore ? byCell(rest, picks.ids()) : byProbability(rest, new double[rest.ids().length]);
        int[] drawn = Systematic.draw(
                IntStream.of(order).mapToDouble(k -> q[k]).toArray(), task.budget() - coreSize, start(task));
        int[] filled = IntStream.of(drawn).map(k -> rest.ids()[order[k]]).toArray();
        int[] ids = IntStream.concat(IntStream.of(picks.ids()), IntStream.of(Priority.shuffled(filled, weights.seed())))
                .toArray();
        return new Ranking(ids, Arrays.copyOf(picks.gains(), ids.length));
    }

    /** Returns q of some ids, the largest 1. */
    private double[] products(RankingTask task, int[] ids) {
        double[] ofAll = weights.logWeights(task);
        double[] logs = IntStream.of(ids)
                .mapToDouble(id -> ofAll[Arrays.binarySearch(task.ids(), id)])
                .toArray();
        double largest = Arrays.stream(logs).max().orElse(0);
        return Arrays.stream(logs)
                .map(log -> log == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(log - largest))
                .toArray();
    }

    private static double[] likelyUnlearnt(RankingTask task) {
        double[] dual = task.evidence().values(Score.DUAL, task.ids());
        double sum = 0;
        for (double value : dual) {
            sum += value;
        }
        double least = LEAST_WEIGHT * sum / dual.length;
        return Arrays.stream(dual).map(value -> value + least).toArray();
    }

    /**
     * Returns the positions of the rest, cell by cell: given samples' first, then the core's in the order of its picks.
     */
    private int[] byCell(RankingTask rest, int[] picks) {
        int[] centers = IntStream.concat(IntStream.of(rest.given()), IntStream.of(picks))
                .toArray();
        Coverage coverage = Coverage.of(rest.evidence().rows(), cells, rest.ids(), centers, rest.threads());
        int[] cellOf = new int[rest.evidence().rows().size()];
        for (int cell = 0; cell < centers.length; cell++) {
            cellOf[centers[cell]] = cell;
        }
        return byProbability(
                rest,
                IntStream.of(coverage.nearest()).mapToDouble(id -> cellOf[id]).toArray());
    }

    private static int[] byProbability(RankingTask rest, double[] cells) {
        return Order.ascending(cells, rest.evidence().values(Score.MEAN_PROBABILITY, rest.ids()));
    }

    private double start(RankingTask task) {
        return (Priority.of(task.ids()[0], weights.seed() ^ SALT) >>> 11) * 0x1p-53;
    }
}
