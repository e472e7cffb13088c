package dev.pith.objective;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.linear.LinearGain;
import dev.pith.parallel.Threads;
import java.util.Arrays;

/**
 * GraphCut as Dataset Quantization uses it:
 * {@code gain(x) = lambda * sum over V of s(x, .) - 2 * sum over S of s(x, .)}, V the pool, S the picked set (Zhou et
 * al., ICCV 2023, eq. 3; the last term - s(x, x) of the true marginal gain is left out, as published).
 *
 * <p>A gain costs one inner product, see {@link LinearGain}. This form serves any maximizer; the greedy picks
 * themselves come faster from {@link dev.pith.linear.LinearGreedy}, which gives the same ids and gains.
 */
public final class GraphCut implements Objective {
    private final Features features;
    private final Similarity similarity;
    private final int[] ids;
    private final LinearGain gain;
    private final double slack;

    /**
     * Starts with nothing picked.
     *
     * @param ids the pool, ascending, each once; copied
     * @param lambda the weight of the pool against the picks, positive; 1 as published
     * @param threads sum the pool; not owned
     */
    public GraphCut(Features features, Similarity similarity, int[] ids, double lambda, Threads threads) {
        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be positive, got " + lambda);
        }
        this.features = features;
        this.similarity = similarity;
        this.ids = ids.clone();
        this.gain =
                LinearGain.graphCut(similarity, new FeaturePool(features, similarity, ids, threads).moments(), lambda);
        double largest =
                Arrays.stream(ids).mapToDouble(features::squaredNorm).max().orElse(0);
        // Twice the rounding error of a LinearGain, for a gain before and one after, with all n picked: the sums that
        // go into a gain are
        // of n (lambda + 2) similarities of this size. For sqeuclid that is 2 |x| |y| + |x|^2 + |y|^2, 4 times the
        // largest.
        double size = similarity == Similarity.COSINE ? 1 : 4 * largest;
        this.slack = 2 * (features.dimension() + ids.length + 64.0) * 0x1p-51 * ids.length * (lambda + 2) * size;
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public int id(int candidate) {
        return ids[candidate];
    }

    @Override
    public double gain(int candidate) {
        return gain.of(features, ids[candidate]);
    }

    @Override
    public void pick(int candidate) {
        gain.pick(features, ids[candidate]);
    }

    /** Returns true for cosine, whose similarities are never negative; with others a pick can raise a gain. */
    @Override
    public boolean submodular() {
        return similarity == Similarity.COSINE;
    }

    @Override
    public double roundingSlack() {
        return slack;
    }
}
