package dev.pith.linear;

import dev.pith.feature.Features;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in groups of like gains, small groups where gains are large, and of each group what a bound on its gains needs:
 * the largest gain and norm, and the intervals in which coordinates and squared norms lie.
 */
final class Groups implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int FIRST_GROUP = 256;
    private static final double GROWTH = 1.3;

    private final int[] size;
    private final double[] gain;
    private final float[][] low;
    private final float[][] high;
    private final double[] residual;
    private final double[] norm;
    private final double[] error;
    private final double[] lowSquaredNorm;
    private final double[] highSquaredNorm;

    private Groups(int count, int directions) {
        size = new int[count];
        gain = filled(count, Double.NEGATIVE_INFINITY);
        residual = new double[count];
        norm = new double[count];
        error = new double[count];
        lowSquaredNorm = filled(count, Double.POSITIVE_INFINITY);
        highSquaredNorm = new double[count];
        low = new float[count][directions];
        high = new float[count][directions];
        for (int g = 0; g < count; g++) {
            Arrays.fill(low[g], Float.POSITIVE_INFINITY);
            Arrays.fill(high[g], Float.NEGATIVE_INFINITY);
        }
    }

    /**
     * Groups rows.
     *
     * @param rows ascending
     * @param gains one per row, NaN for rows that are not meant
     */
    static Groups of(Features features, Coordinates coordinates, int[] rows, double[] gains) {
        int[] order = byFallingGain(gains);
        int[] ends = groupEnds(order.length);
        int[] groupOf = new int[rows.length];
        Arrays.fill(groupOf, -1);
        for (int g = 0, k = 0; g < ends.length; g++) {
            for (; k < ends[g]; k++) {
                groupOf[order[k]] = g;
            }
        }
        Groups groups = new Groups(ends.length, coordinates.directions().count());
        for (int i = 0, index = 0; i < rows.length; i++) {
            if (groupOf[i] >= 0) {
                index = coordinates.indexOf(rows[i], index);
                groups.include(groupOf[i], coordinates, index, gains[i], features.squaredNorm(rows[i]));
            }
        }
        return groups;
    }

    private static double[] filled(int count, double value) {
        double[] array = new double[count];
        Arrays.fill(array, value);
        return array;
    }

    private void include(int g, Coordinates coordinates, int index, double value, double squaredNorm) {
        size[g]++;
        gain[g] = Math.max(gain[g], value);
        residual[g] = Math.max(residual[g], coordinates.residual(index));
        norm[g] = Math.max(norm[g], coordinates.norm(index));
        error[g] = Math.max(error[g], coordinates.error(index));
        lowSquaredNorm[g] = Math.min(lowSquaredNorm[g], squaredNorm);
        highSquaredNorm[g] = Math.max(highSquaredNorm[g], squaredNorm);
        for (int k = 0; k < low[g].length; k++) {
            float coordinate = coordinates.coordinate(k, index);
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

    /**
     * Returns as many groups as one grouping of all these rows would have: of several groupings, those of the
     * largest gains together.
     */
    static Groups joined(List<Groups> parts, int directions) {
        record Group(Groups groups, int number) {}
        List<Group> order = parts.stream()
                .flatMap(part -> IntStream.range(0, part.count()).mapToObj(g -> new Group(part, g)))
                .sorted(Comparator.comparingDouble((Group group) -> -group.groups.gain[group.number]))
                .toList();
        int[] ends = groupEnds(order.stream()
                .mapToInt(group -> group.groups.size[group.number])
                .sum());
        int[] to = new int[order.size()];
        int count = 0;
        for (int k = 0, rows = 0, end = 0; k < to.length; k++) {
            to[k] = count;
            rows += order.get(k).groups.size[order.get(k).number];
            if (rows >= ends[end] || k == to.length - 1) {
                count++;
            }
            while (end < ends.length && rows >= ends[end]) {
                end++;
            }
        }
        Groups joined = new Groups(count, directions);
        for (int k = 0; k < to.length; k++) {
            joined.include(to[k], order.get(k).groups, order.get(k).number);
        }
        return joined;
    }

    private void include(int g, Groups other, int number) {
        size[g] += other.size[number];
        gain[g] = Math.max(gain[g], other.gain[number]);
        residual[g] = Math.max(residual[g], other.residual[number]);
        norm[g] = Math.max(norm[g], other.norm[number]);
        error[g] = Math.max(error[g], other.error[number]);
        lowSquaredNorm[g] = Math.min(lowSquaredNorm[g], other.lowSquaredNorm[number]);
        highSquaredNorm[g] = Math.max(highSquaredNorm[g], other.highSquaredNorm[number]);
        for (int k = 0; k < low[g].length; k++) {
            low[g][k] = Math.min(low[g][k], other.low[number][k]);
            high[g][k] = Math.max(high[g][k], other.high[number][k]);
        }
    }

    /** Returns the number of groups; every one holds rows. */
    int count() {
        return gain.length;
    }

    /** Returns the largest squared norm of all rows. */
    double largestSquaredNorm() {
        return Arrays.stream(highSquaredNorm).max().orElse(0);
    }

    /**
     * Returns a number that no gain of a group's rows exceeds once the query has moved.
     *
     * @param along by how much along each direction
     * @param across by how much across all of them
     * @param perNorm what coordinates that are kept in float32 are off, per norm
     * @param perError what moves a gain per error of a coordinate
     * @param perSquaredNorm what moves a gain per squared norm of the row
     */
    double bound(int g, double[] along, double across, double perNorm, double perError, double perSquaredNorm) {
        double bound = gain[g] + residual[g] * across + norm[g] * perNorm + error[g] * perError;
        for (int k = 0; k < along.length; k++) {
            bound += Math.max(low[g][k] * along[k], high[g][k] * along[k]);
        }
        return perSquaredNorm == 0
                ? bound
                : bound + Math.max(perSquaredNorm * lowSquaredNorm[g], perSquaredNorm * highSquaredNorm[g]);
    }
}
