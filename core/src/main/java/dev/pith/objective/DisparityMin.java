package dev.pith.objective;

import java.util.Arrays;

/**
 * Disparity min: {@code f(S) = min over pairs {i, j} of S of d(i, j)}, d the distance of rows, of unit rows for
 * cosine; 0 where S has no pair (max-min dispersion; Ravi, Rosenkrantz and Tayi, Operations Research 1994). {@code
 * gain(x) = min(f(S), min over i in S of d(i, x)) - f(S)}: 0 for the first pick, which is the lowest id, the distance
 * for the second, and from then on never positive.
 *
 * <p>Neither monotone nor submodular. Greedy picks are those of k-center ({@link dev.pith.ranking.KCenter}) that begins
 * with the same sample: always the one farthest from what is picked. They have at least half of the largest f for their
 * number, as d is a metric, which is the best that can be had in polynomial time unless P = NP.
 *
 * <p>Time: n distances per pick.
 */
public final class DisparityMin implements Objective {
    private final PairwiseSimilarity similarity;

    /** The distance to the nearest pick; infinite before the first. */
    private final double[] nearest;

    /** The smallest distance between two picks; infinite before the second. */
    private double least = Double.POSITIVE_INFINITY;

    /**
     * Starts with nothing picked.
     *
     * @param similarity one that knows distances, see {@link PairwiseSimilarity#distance}
     */
    public DisparityMin(PairwiseSimilarity similarity) {
        similarity.requireDistance("disparity min");
        this.similarity = similarity;
        this.nearest = new double[similarity.size()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    }

    @Override
    public int size() {
        return nearest.length;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    @Override
    public double gain(int candidate) {
        return value(Math.min(least, nearest[candidate])) - value(least);
    }

    /** Returns f where the smallest distance is this; f is 0 without a pair. */
    private static double value(double distance) {
        return distance == Double.POSITIVE_INFINITY ? 0 : distance;
    }

    @Override
    public double bound(int candidate) {
        return gain(candidate);
    }

    @Override
    public void pick(int candidate) {
        least = Math.min(least, nearest[candidate]);
        for (int x = 0; x < nearest.length; x++) {
            nearest[x] = Math.min(nearest[x], similarity.distance(x, candidate));
        }
    }

    @Override
    public boolean submodular() {
        return false;
    }
}
