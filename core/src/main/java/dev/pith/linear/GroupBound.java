package dev.pith.linear;

import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;

/**
 * Bounds the gains of the rows outside the candidates, as picks go on.
 *
 * <p>Since the pool was scored, the query has moved by D, and the gain of x by {@code <x, D>} (x scaled as in
 * {@link Directions}) plus terms in counts and norms. Along the directions that is {@code sum of x_k D_k}, at most what
 * the corners of the interval of the x_k allow; across them at most {@code |x_rest| |D_rest|} by Cauchy-Schwarz. It
 * holds for similarities of any sign. A bound costs groups times directions, not rows; see {@link Groups}.
 */
final class GroupBound implements OutsideBound {
    private final Groups groups;
    private final Directions directions;
    private final Similarity similarity;
    private final Moments start;
    private final double gainError;
    private final double largestNorm;

    /**
     * @param groups the rows outside
     * @param gainError no gain that the groups know is further than this from the true one, rounding in double aside
     * @param linear the gain now
     */
    GroupBound(Groups groups, Directions directions, double gainError, LinearGain linear) {
        this.groups = groups;
        this.directions = directions;
        this.similarity = linear.similarity();
        this.gainError = gainError;
        this.start = new Moments(linear.query().vector().length);
        start.add(linear.query());
        this.largestNorm = Math.sqrt(groups.largestSquaredNorm());
    }

    @Override
    public double largestGain(LinearGain now) {
        Moments moved = new Moments(start.vector().length);
        moved.setDifference(1, now.query(), 1, start);
        double[] along = directions.coordinatesOf(moved.vector());
        double growth = Rounding.growth(moved.vector().length);
        double squared = 0;
        for (double value : moved.vector()) {
            squared += value * value;
        }
        double first = along.length == 0 ? 0 : Math.abs(along[0]);
        double squaredOthers = 0;
        for (int k = 1; k < along.length; k++) {
            squaredOthers += along[k] * along[k];
        }
        double across = Math.sqrt(Math.max(0, squared * growth - first * first - squaredOthers));
        double others = Math.sqrt(squaredOthers * growth);
        // Coordinates x_k are rounded to float32: sum of 2^-24 |x_k| |D_k| <= 2^-24 |x| |D| for the others together
        // (Cauchy-Schwarz). The
        // others may also be longer than |x| by their error, less than the factor of 2 to 2^-23.
        double perNorm = (first + others) * 0x1p-23;
        // Each of the others is off by an error: sum of error |D_k| <= error sqrt(count) |D|.
        double perError = others * Math.sqrt(along.length);
        double perSquaredNorm = similarity.subtractsNorms() ? -moved.count() : 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int g = 0; g < groups.count(); g++) {
            largest = Math.max(largest, groups.bound(g, along, across, perNorm, perError, perSquaredNorm));
        }
        double shift = similarity.offset() * moved.count() - (similarity.subtractsNorms() ? moved.squaredNorms() : 0);
        return largest + shift + gainError + now.slack(largestNorm);
    }
}
