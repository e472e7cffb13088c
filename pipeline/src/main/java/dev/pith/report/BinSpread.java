package dev.pith.report;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import java.util.Arrays;

/**
 * How far apart the samples of each bin lie, and how far from the middle of their stratum.
 *
 * <p>Distances are root-mean-square ones, exact, from sums (see {@link SpreadSum}), unless the cells are thinned; then
 * they hold for the samples that were looked at.
 *
 * @param pairDistance per bin, between two samples of the bin (and stratum)
 * @param centreDistance per bin, to the mean of the stratum
 * @param all over all samples: what a bin drawn at random would have
 * @param kept over the selection, NaN without one
 */
record BinSpread(double[] pairDistance, double[] centreDistance, Pair all, Pair kept) {

    /** The two distances of one set. */
    record Pair(double pairDistance, double centreDistance) {
        private static Pair of(SpreadSum sum) {
            return new Pair(sum.pairDistance(), sum.centreDistance());
        }
    }

    /** Computes in two passes over the features; memory is a few rows. */
    static BinSpread of(Features features, Similarity similarity, Cells cells, boolean[] selected) {
        SpreadSum[] bins = new SpreadSum[cells.bins()];
        Arrays.setAll(bins, b -> new SpreadSum());
        SpreadSum all = new SpreadSum();
        SpreadSum kept = new SpreadSum();
        for (int stratum = 0; stratum < cells.strata(); stratum++) {
            Moments total = new Moments(features.dimension());
            for (int bin = 0; bin <= cells.bins(); bin++) {
                addAll(total, features, similarity, cells.ids(stratum, bin));
            }
            if (total.count() == 0) {
                continue;
            }
            double[] centre = new double[features.dimension()];
            for (int j = 0; j < centre.length; j++) {
                centre[j] = total.vector()[j] / total.count();
            }
            all.add(total, similarity, centre);
            Moments chosen = new Moments(features.dimension());
            for (int bin = 0; bin < cells.bins(); bin++) {
                Moments cell = new Moments(features.dimension());
                for (int id : cells.ids(stratum, bin)) {
                    cell.add(features, similarity, id);
                    if (selected[id]) {
                        chosen.add(features, similarity, id);
                    }
                }
                bins[bin].add(cell, similarity, centre);
            }
            kept.add(chosen, similarity, centre);
        }
        return new BinSpread(
                Arrays.stream(bins).mapToDouble(SpreadSum::pairDistance).toArray(),
                Arrays.stream(bins).mapToDouble(SpreadSum::centreDistance).toArray(),
                Pair.of(all),
                Pair.of(kept));
    }

    private static void addAll(Moments moments, Features features, Similarity similarity, int[] ids) {
        for (int id : ids) {
            moments.add(features, similarity, id);
        }
    }
}
