package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.objective.FacilityLocation;
import dev.pith.quantize.Shards;
import dev.pith.rule.RankingTask;
import java.util.Arrays;

/**
 * The second round of greedy picks in random parts (GreeDi, Mirzasoleiman et al., NeurIPS 2013): of what the parts have
 * picked, facility location picks once more. In place of the whole pool, which is too large for pairs, the picks
 * themselves are to be represented, and each demands what those samples of the pool demand that are most like it.
 *
 * <p>Parts that pick for themselves repeat each other; this takes most of that back (docs/scale.md has by how much).
 */
final class MergedPicks {
    private static final int BLOCK = 256; // samples whose similarities to all picks are held at once

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
        FacilityLocation objective = new FacilityLocation(
                settings.similarity().pairs(rows, pool), demand(settings, task, pool), task.memory(), task.threads());
        return settings.maximizer().maximizer(settings.seed()).maximize(objective, task.budget(), task.progress());
    }

    /** Returns what the samples demand together that are most like each pick. */
    private static double[] demand(RankingSettings settings, RankingTask task, int... pool) {
        int[] ids = task.ids();
        double[] own = new Rules(settings).demand(task.evidence(), ids);
        int[] nearest = new int[ids.length];
        Features rows = task.evidence().rows();
        for (int from = 0; from < ids.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BLOCK));
            float[][] products = new float[block.length][pool.length];
            rows.approximateDots(pool, block, products);
            int first = from;
            task.threads().forEach(block.length, k -> nearest[first + k] = most(rows, pool, products[k]));
        }
        double[] demand = new double[pool.length];
        for (int k = 0; k < ids.length; k++) {
            demand[nearest[k]] += own[k];
        }
        return demand;
    }

    /** Returns the position of the largest cosine, of equal ones the first. */
    private static int most(Features rows, int[] pool, float... products) {
        int most = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int u = 0; u < pool.length; u++) {
            double cosine = products[u] / Math.sqrt(rows.squaredNorm(pool[u]));
            if (cosine > largest) {
                largest = cosine;
                most = u;
            }
        }
        return most;
    }
}
