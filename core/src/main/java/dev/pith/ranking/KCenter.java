package dev.pith.ranking;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * k-center greedy: always the sample farthest from what is picked (Gonzalez 1985; a 2-approximation of the smallest
 * covering radius), ties to the lowest id.
 *
 * <p>The distance is Euclidean between rows (sqeuclid) or between rows of unit length (cosine). The first pick is the
 * sample with the largest sum of similarities to the pool, the one nearest to its mean. A gain is the distance to the
 * nearest sample picked before; the first pick's is the distance of the sample farthest from it. Gains never grow.
 *
 * <p>Distances that decide are exact; one float32 product per pick tells which samples the pick could be
 * the nearest to.
 */
public final class KCenter {
    private final PairwiseSimilarity pairs;
    private final Similarity similarity;

    /** Exact similarity to the most similar pick; infinite for what is picked. */
    private final double[] nearest;

    private final float[] approximate;

    private KCenter(Features features, Similarity similarity, int[] ids) {
        this.pairs = PairwiseSimilarity.of(features, similarity, ids);
        this.similarity = similarity;
        this.nearest = new double[ids.length];
        this.approximate = new float[ids.length];
        Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
    }

    /** Ranks the first {@code budget} samples of a pool of which none is picked yet. */
    public static Ranking rank(
            Features features, Similarity similarity, int[] ids, int budget, Threads threads, Progress progress) {
        return rank(features, similarity, ids, new int[0], budget, threads, progress);
    }

    /**
     * Ranks the first {@code budget} samples.
     *
     * @param similarity sqeuclid or cosine
     * @param ids the pool, ascending, each once
     * @param given samples that are picked already, none of the pool; where there are some, the sample farthest
     *     from them begins
     * @param budget from 0 to the size of the pool
     * @param threads sum the pool; not owned
     */
    public static Ranking rank(
            Features features,
            Similarity similarity,
            int[] ids,
            int[] given,
            int budget,
            Threads threads,
            Progress progress) {
        if (similarity == Similarity.DOT) {
            throw new IllegalArgumentException("k-center needs a distance: cosine or sqeuclid, got dot");
        }
        if (budget < 0 || budget > ids.length) {
            throw new IllegalArgumentException("budget must be in [0, " + ids.length + "], got " + budget);
        }
        int[] all = IntStream.concat(Arrays.stream(ids), Arrays.stream(given))
                .sorted()
                .toArray();
        KCenter centers = new KCenter(features, similarity, all);
        for (int id : given) {
            centers.pick(Arrays.binarySearch(all, id));
        }
        int[] picked = new int[budget];
        double[] gains = new double[budget];
        int next = budget == 0
                ? 0
                : given.length > 0 ? centers.farthest() : mostCentral(features, similarity, all, threads);
        for (int t = 0; t < budget; t++) {
            picked[t] = all[next];
            gains[t] = centers.distance(centers.nearest[next]);
            centers.pick(next);
            next = centers.farthest();
            if (t == 0 && given.length == 0) {
                gains[0] = budget == 1 && ids.length == 1 ? 0 : centers.distance(centers.nearest[next]);
            }
            progress.onStep(t + 1, budget);
        }
        return new Ranking(picked, gains);
    }

    private static int mostCentral(Features features, Similarity similarity, int[] ids, Threads threads) {
        Moments pool = new FeaturePool(features, similarity, ids, threads).moments();
        int best = 0;
        double bestSum = Double.NEGATIVE_INFINITY;
        for (int x = 0; x < ids.length; x++) {
            double sum = pool.similarityTo(features, similarity, ids[x]);
            if (sum > bestSum) {
                best = x;
                bestSum = sum;
            }
        }
        return best;
    }

    private void pick(int center) {
        pairs.approximate(center, approximate);
        double error = pairs.error();
        for (int x = 0; x < nearest.length; x++) {
            if (approximate[x] + error > nearest[x]) {
                nearest[x] = Math.max(nearest[x], pairs.of(x, center));
            }
        }
        nearest[center] = Double.POSITIVE_INFINITY;
    }

    private int farthest() {
        int farthest = 0;
        for (int x = 1; x < nearest.length; x++) {
            if (nearest[x] < nearest[farthest]) {
                farthest = x;
            }
        }
        return farthest;
    }

    /** Cosine is {@code 0.5 + 0.5 cos}, and unit rows are {@code sqrt(2 - 2 cos)} apart. */
    private double distance(double value) {
        double squared = similarity == Similarity.COSINE ? 4 * (1 - value) : -value;
        return Math.sqrt(Math.max(0, squared));
    }
}
