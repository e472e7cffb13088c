package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import java.util.Arrays;

/**
 * Bounds the gains of the rows outside the candidates, as picks go on.
 *
 * <p>Since the pool was scored, the query has moved by D, and the gain of x by {@code <x, D>} (x scaled as in {@link Directions}) plus terms in
 * counts and norms. Along the directions that is {@code sum of x_k D_k}, at most what the corners of the interval of the x_k allow; across
 * them at most {@code |x_rest| |D_rest|} by Cauchy-Schwarz. It holds for similarities of any sign. The rows are sorted by gain into groups, small ones
 * near the candidates, and each group keeps its intervals: a bound costs groups times directions, not rows.
 */
final class GroupBound implements OutsideBound {
    private static final int FIRST_GROUP = 256;
    private static final double GROWTH = 1.3;

    private final Directions directions;
    private final Similarity similarity;
    private final Moments start;
    private final double gainError;
    private final double largestNorm;
    private final int groups;

    private final double[] gain;
    private final float[][] low;
    private final float[][] high;
    private final double[] residual;
    private final double[] norm;
    private final double[] lowSquaredNorm;
    private final double[] highSquaredNorm;

    /** @param gains one per id, NaN for those that are candidates */
    GroupBound(
            Features features, Directions directions, int[] ids, double[] gains, double gainError, LinearGain linear) {
        this.directions = directions;
        this.similarity = linear.similarity();
        this.gainError = gainError;
        this.start = new Moments(features.dimension());
        start.add(linear.query());

        int[] order = byFallingGain(gains);
        int[] ends = groupEnds(order.length);
        groups = ends.length;
        int[] groupOf = new int[ids.length];
        Arrays.fill(groupOf, -1);
        for (int g = 0, k = 0; g < groups; g++) {
            for (; k < ends[g]; k++) {
                groupOf[order[k]] = g;
            }
        }
        gain = filled(Double.NEGATIVE_INFINITY);
        residual = new double[groups];
        norm = new double[groups];
        lowSquaredNorm = filled(Double.POSITIVE_INFINITY);
        highSquaredNorm = new double[groups];
        low = new float[groups][directions.count()];
        high = new float[groups][directions.count()];
        for (int g = 0; g < groups; g++) {
            Arrays.fill(low[g], Float.POSITIVE_INFINITY);
            Arrays.fill(high[g], Float.NEGATIVE_INFINITY);
        }
        for (int i = 0, index = 0; i < ids.length; i++) {
            if (groupOf[i] >= 0) {
                index = directions.indexOf(ids[i], index);
                include(groupOf[i], index, gains[i], features.squaredNorm(ids[i]));
            }
        }
        double largest = 0;
        for (double value : highSquaredNorm) {
            largest = Math.max(largest, value);
        }
        largestNorm = Math.sqrt(largest);
    }

    private double[] filled(double value) {
        double[] array = new double[groups];
        Arrays.fill(array, value);
        return array;
    }

    private void include(int g, int index, double value, double squaredNorm) {
        gain[g] = Math.max(gain[g], value);
        residual[g] = Math.max(residual[g], directions.residual(index));
        norm[g] = Math.max(norm[g], directions.norm(index));
        lowSquaredNorm[g] = Math.min(lowSquaredNorm[g], squaredNorm);
        highSquaredNorm[g] = Math.max(highSquaredNorm[g], squaredNorm);
        for (int k = 0; k < directions.count(); k++) {
            float coordinate = directions.coordinate(k, index);
            low[g][k] = Math.min(low[g][k], coordinate);
            high[g][k] = Math.max(high[g][k], coordinate);
        }
    }

    /** Returns the positions of the gains that are not NaN, largest first. */
    private static int[] byFallingGain(double[] gains) {
        long[] keys = new long[gains.length];
        int count = 0;
        for (int i = 0; i < gains.length; i++) {
            if (!Double.isNaN(gains[i])) {
                int bits = Float.floatToIntBits((float) gains[i]);
                int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
                keys[count++] = ((long) ~ascending << 32) | i;
            }
        }
        Arrays.sort(keys, 0, count);
        int[] order = new int[count];
        Arrays.setAll(order, k -> (int) keys[k]);
        return order;
    }

    private static int[] groupEnds(int rows) {
        int[] ends = new int[128];
        int count = 0;
        double size = FIRST_GROUP;
        for (int end = 0; end < rows; size *= GROWTH) {
            end = (int) Math.min(rows, end + size);
            ends[count++] = end;
        }
        return Arrays.copyOf(ends, count);
    }

    @Override
    public double largestGain(LinearGain now) {
        Moments moved = new Moments(start.vector().length);
        moved.setDifference(1, now.query(), 1, start);
        double[] along = directions.coordinatesOf(moved.vector());
        double squared = 0;
        double squaredAlong = 0;
        for (double value : moved.vector()) {
            squared += value * value;
        }
        for (double value : along) {
            squaredAlong += value * value;
        }
        double across = Math.sqrt(Math.max(0, squared * (1 + 1e-9) - squaredAlong));
        double first = along.length == 0 ? 0 : Math.abs(along[0]);
        double others = Math.sqrt(Math.max(0, squaredAlong - first * first) * (1 + 1e-9));
        double perNorm = first * 0x1p-23 + others * (directions.coordinateError() * Math.sqrt(along.length) + 0x1p-23);
        double largest = Double.NEGATIVE_INFINITY;
        for (int g = 0; g < groups; g++) {
            double bound = gain[g] + residual[g] * across + norm[g] * perNorm;
            for (int k = 0; k < along.length; k++) {
                bound += Math.max(low[g][k] * along[k], high[g][k] * along[k]);
            }
            if (similarity.subtractsNorms()) {
                bound += Math.max(-moved.count() * lowSquaredNorm[g], -moved.count() * highSquaredNorm[g]);
            }
            largest = Math.max(largest, bound);
        }
        double shift = similarity.offset() * moved.count() - (similarity.subtractsNorms() ? moved.squaredNorms() : 0);
        return largest + shift + gainError + 3 * now.roundingError(largestNorm);
    }
}
