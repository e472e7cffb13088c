package dev.pith.report;

import java.util.Arrays;

/**
 * Gain against position, a curve per bin, thinned to a number of points that a page can draw.
 *
 * <p>With one stratum a point is the gain of one pick. With several, positions are shares of the bin and a point is the
 * mean, over the strata, of the gains at that share: strata are picked one after the other, each from its own pool.
 *
 * @param byShare whether positions are shares of the bin in percent; else they are ranks from 0
 * @param positions {@code [bin][point]}
 * @param gains {@code [bin][point]}
 */
record GainCurves(boolean byShare, double[][] positions, double[][] gains) {
    private static final int POINTS_IN_ALL = 4_000;
    private static final int POINTS_AT_LEAST = 12;
    private static final int POINTS_AT_MOST = 200;

    static GainCurves of(Samples samples, Cells cells) {
        int bins = cells.bins();
        int points = Math.max(POINTS_AT_LEAST, Math.min(POINTS_AT_MOST, POINTS_IN_ALL / Math.max(1, bins)));
        double[][] positions = new double[bins][];
        double[][] gains = new double[bins][];
        for (int bin = 0; bin < bins; bin++) {
            curve(samples, cells, bin, points, positions, gains);
        }
        return new GainCurves(cells.strata() > 1, positions, gains);
    }

    /** Returns whether any pick has a gain; methods such as random have none. */
    boolean any() {
        return Arrays.stream(gains).flatMapToDouble(Arrays::stream).anyMatch(Double::isFinite);
    }

    private static void curve(
            Samples samples, Cells cells, int bin, int points, double[][] positions, double[][] gains) {
        int longest = 0;
        for (int stratum = 0; stratum < cells.strata(); stratum++) {
            longest = Math.max(longest, cells.ids(stratum, bin).length);
        }
        int count = Math.min(points, longest);
        positions[bin] = new double[count];
        gains[bin] = new double[count];
        for (int i = 0; i < count; i++) {
            positions[bin][i] =
                    cells.strata() > 1 ? 100.0 * i / Math.max(1, count - 1) : Cells.spacedPosition(i, count, longest);
            gains[bin][i] = meanGain(samples, cells, bin, i, count);
        }
    }

    private static double meanGain(Samples samples, Cells cells, int bin, int i, int count) {
        double sum = 0;
        int strata = 0;
        for (int stratum = 0; stratum < cells.strata(); stratum++) {
            int[] ids = cells.ids(stratum, bin);
            if (ids.length > 0) {
                sum += samples.gain()[ids[Cells.spacedPosition(i, count, ids.length)]];
                strata++;
            }
        }
        return sum / strata;
    }
}
