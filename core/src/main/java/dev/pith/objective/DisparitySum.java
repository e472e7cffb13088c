package dev.pith.objective;

/**
 * Disparity sum: {@code f(S) = sum over pairs {i, j} of S of d(i, j)}, d the distance of rows, of unit rows for cosine
 * (max-sum dispersion; Borodin, Lee and Ye, PODS 2012, <em>Max-sum diversification, monotone submodular functions and
 * dynamic updates</em>). {@code gain(x) = sum over i in S of d(i, x)}; the first pick, all of whose gains are 0, is the
 * lowest id.
 *
 * <p>Monotone, but supermodular, not submodular: gains grow with every pick. An old gain bounds nothing, so a lazy
 * maximizer can be wrong, and the guarantee of greedy picks for submodular functions says nothing here. As d is a
 * metric, greedy picks still have at least half of the largest f for their number (Birnbaum and Goldman
 * 2009), and so do those of a sum with a monotone submodular function if they go by half the gain of that one (Borodin
 * et al.).
 *
 * <p>Time: n distances per pick.
 */
public final class DisparitySum implements Objective {
    private final PairwiseSimilarity similarity;
    private final double[] sums;

    /**
     * Starts with nothing picked.
     *
     * @param similarity one that knows distances, see {@link PairwiseSimilarity#distance}
     */
    public DisparitySum(PairwiseSimilarity similarity) {
        similarity.requireDistance("disparity sum");
        this.similarity = similarity;
        this.sums = new double[similarity.size()];
    }

    @Override
    public int size() {
        return sums.length;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    @Override
    public double gain(int candidate) {
        return sums[candidate];
    }

    @Override
    public double bound(int candidate) {
        return sums[candidate];
    }

    @Override
    public void pick(int candidate) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += similarity.distance(x, candidate);
        }
    }

    @Override
    public boolean submodular() {
        return false;
    }
}
