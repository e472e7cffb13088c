package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.objective.FacilityLocation;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Shards;
import dev.pith.rule.RankingTask;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Coverage;
import java.util.Arrays;

/**
 * The second round of greedy picks in random parts (GreeDi, Mirzasoleiman et al., NeurIPS 2013): of what the parts have
 * picked, facility location picks once more. In place of the whole pool, which is too large for pairs, the picks
 * themselves are to be represented, and each demands what those samples of the pool demand that are most like it.
 *
 * <p>Parts that pick for themselves repeat each other; this takes most of that back (docs/scale.md has by how much).
 */
public final class MergedPicks {
    private MergedPicks() {}

    /** Returns whether picks can be ranked so: by facility location on cosines, and few enough for all pairs. */
    static boolean suit(RankingSettings settings, RankingTask task) {
        RankingMethod method = settings.method();
        return (method == RankingMethod.FACILITY_LOCATION || method == RankingMethod.WEIGHTED_FACILITY_LOCATION)
                && settings.similarity() == SimilarityKind.COSINE
                && settings.neighbors() == 0
                && task.given().length == 0
                && !task.evidence().isTargeted()
                && 2L * task.budget() <= Shards.MOST;
    }

    /**
     * Ranks picks.
     *
     * @param task of the whole class
     * @param picks ids of it, each once
     */
    static Ranking rank(RankingSettings settings, RankingTask task, int... picks) {
        int[] pool = picks.clone();
        Arrays.sort(pool);
        Features rows = task.evidence().rows();
        double[] own = new Rules(settings).demand(task.evidence(), task.ids());
        double[] demand = demand(rows, task.ids(), own, pool, task.threads());
        return rank(settings, rows, pool, demand, task.budget(), task.threads(), task.memory(), task.progress());
    }

    /**
     * Returns what the samples demand together that are most like each pick, by cosine.
     *
     * @param ids of samples that are represented, all of the pool or a part of it: what parts demand adds up
     * @param own what each of them demands
     * @param picks ids, ascending; of equally near ones the first counts
     */
    public static double[] demand(Features rows, int[] ids, double[] own, int[] picks, Threads threads) {
        int[] nearest =
                Coverage.of(rows, Similarity.COSINE, ids, picks, threads).nearest();
        double[] demand = new double[picks.length];
        for (int k = 0; k < ids.length; k++) {
            demand[Arrays.binarySearch(picks, nearest[k])] += own[k];
        }
        return demand;
    }

    /**
     * Ranks picks by facility location on cosines.
     *
     * @param picks ids, ascending
     * @param demand of each
     */
    public static Ranking rank(
            RankingSettings settings,
            Features rows,
            int[] picks,
            double[] demand,
            int budget,
            Threads threads,
            MemoryLimit memory,
            Progress progress) {
        FacilityLocation objective =
                new FacilityLocation(settings.similarity().pairs(rows, picks), demand, memory, threads);
        return settings.maximizer().maximizer(settings.seed()).maximize(objective, budget, progress);
    }
}
