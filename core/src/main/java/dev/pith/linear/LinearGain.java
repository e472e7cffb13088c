package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import java.io.Serializable;

/**
 * A gain that is a sum of similarities to weighted sets:
 * {@code gain(x) = f(t) * sum over V of s(., x) - c * sum over S of s(., x)}, V the pool when picking began, S the t
 * samples picked so far.
 *
 * <p>Two objectives have this form. <b>GraphCut</b>: f = lambda, c = 2 (Zhou et al. 2023, eq. 3 and the published code;
 * the true marginal's last term - s(x, x) is left out, as published). <b>Herding</b> (Welling 2009): f(t) = (t + 1) /
 * |V|, c = 1, so that the mean of the picks follows the mean of the pool.
 *
 * <p>The gain is computed in double from the {@link Moments} of V and S: one inner product a row, whatever the size of
 * the sets, in an order that depends on nothing but the picks.
 */
public final class LinearGain implements Serializable {
    private static final long serialVersionUID = 1;

    private final Similarity similarity;
    private final Moments pool;
    private final Moments picked;
    private final Moments query;
    private final double poolFactor;
    private final double poolFactorStep;
    private final double pickedFactor;
    private final double poolNorm;
    private double pickedNorms;
    private int picks;

    private LinearGain(
            Similarity similarity, Moments pool, double poolFactor, double poolFactorStep, double pickedFactor) {
        this.similarity = similarity;
        this.pool = pool;
        this.picked = new Moments(pool.vector().length);
        this.query = new Moments(pool.vector().length);
        this.poolFactor = poolFactor;
        this.poolFactorStep = poolFactorStep;
        this.pickedFactor = pickedFactor;
        this.poolNorm = norm(pool.vector());
        aim();
    }

    /** Returns a gain in the same state, which later picks here do not change. */
    LinearGain copy() {
        LinearGain copy = new LinearGain(similarity, pool, poolFactor, poolFactorStep, pickedFactor);
        copy.picked.add(picked);
        copy.pickedNorms = pickedNorms;
        copy.picks = picks;
        copy.aim();
        return copy;
    }

    /** Returns the gain of GraphCut with nothing picked yet. */
    public static LinearGain graphCut(Similarity similarity, Moments pool, double lambda) {
        return new LinearGain(similarity, pool, lambda, 0, 2);
    }

    /** Returns the gain of herding with nothing picked yet. */
    public static LinearGain herding(Similarity similarity, Moments pool) {
        return new LinearGain(similarity, pool, 1 / pool.count(), 1 / pool.count(), 1);
    }

    /** Returns the gain of row {@code i} now; this value decides. */
    public double of(Features features, int i) {
        return query.similarityTo(features, similarity, i);
    }

    /** Takes row {@code i} into the picked set. */
    public void pick(Features features, int i) {
        double squaredNorm = features.squaredNorm(i);
        picked.add(features, similarity, i);
        pickedNorms += similarity.weight(squaredNorm) * Math.sqrt(squaredNorm);
        picks++;
        aim();
    }

    private void aim() {
        query.setDifference(poolFactor + picks * poolFactorStep, pool, pickedFactor, picked);
    }

    /** Returns the weighted set to which similarities are summed now. */
    Moments query() {
        return query;
    }

    Moments pool() {
        return pool;
    }

    Similarity similarity() {
        return similarity;
    }

    /** Returns c: what a pick takes from the gain of x is c s(x, pick). */
    double pickedFactor() {
        return pickedFactor;
    }

    /** Returns what a pick adds to f. */
    double poolFactorStep() {
        return poolFactorStep;
    }

    /**
     * Returns how far a gain now may be above what an earlier gain, or a product in float32 with the query then, and
     * the changes since say it is at most, because all of them are computed in double. There are three parts, none
     * above {@link #roundingError}: the gain known first; the changes and their sum; the gain now. (A change has up to
     * 8 operations on numbers that add up to the size of the gain, or, as a bound by {@link Groups}, 40; adding t of
     * them to a gain costs t roundings of its size.)
     */
    double slack(double largestNorm) {
        return 3 * roundingError(largestNorm);
    }

    /**
     * Returns a bound on the rounding error of {@link #of} for rows of norm up to {@code largestNorm}, {@code 4 (d + t
     * + 64) u M} with u = 2^-53 after t picks of d numbers.
     *
     * <p>M is the size of the sums that go into a gain: {@code scale |w(x) x| (f |pool| + c sum of |picks|)} and the
     * terms in counts and norms. Of M an inner product of d terms takes d + 2 roundings at most, a sum of t picks t +
     * 1, the difference of the two sums 3, and the other operations (weights, counts, f of herding) less than 32: (d +
     * t + 38) u M. The factor of 4 is to spare. It covers that sizes are computed too, and makes the bound on one gain
     * one on a sum of changes. M, and so the bound, grows with the picks.
     */
    private double roundingError(double largestNorm) {
        double factor = Math.abs(poolFactor + picks * poolFactorStep);
        double largestWeighted = similarity == Similarity.COSINE ? 1 : largestNorm;
        double vectors = similarity.scale() * largestWeighted * (factor * poolNorm + pickedFactor * pickedNorms);
        double counts = factor * pool.count() + pickedFactor * picked.count();
        double constants = similarity.offset() * counts;
        if (similarity.subtractsNorms()) {
            constants += counts * largestNorm * largestNorm
                    + factor * pool.squaredNorms()
                    + pickedFactor * picked.squaredNorms();
        }
        return (pool.vector().length + picks + 64) * 0x1p-51 * (vectors + constants);
    }

    static double norm(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
