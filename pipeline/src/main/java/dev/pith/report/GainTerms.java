package dev.pith.report;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;

/**
 * How large the two terms of GraphCut's gain are: {@code lambda * sum of s(x, .) over the pool}, which draws picks to
 * the middle, and {@code 2 * sum of s(x, .) over what the bin already holds}, which drives them apart.
 *
 * <p>For every bin at its first and its last pick, averaged over the strata that have one. At the first pick nothing is
 * held yet, so the second term is zero there and not listed.
 *
 * @param firstPool per bin, the pool's term at the first pick
 * @param lastPool per bin, the pool's term at the last pick; the pool is the one the bin began with
 * @param lastChosen per bin, the chosen's term at the last pick
 */
record GainTerms(double[] firstPool, double[] lastPool, double[] lastChosen) {

    /** Computes in one pass over the features, from the last bin to the first; memory is a few rows. */
    static GainTerms of(Features features, Similarity similarity, double lambda, Cells cells) {
        int bins = cells.bins();
        GainTerms sums = new GainTerms(new double[bins], new double[bins], new double[bins]);
        int[] strataWithPick = new int[bins];
        for (int stratum = 0; stratum < cells.strata(); stratum++) {
            Moments pool = moments(features, similarity, cells, stratum, bins);
            for (int bin = bins - 1; bin >= 0; bin--) {
                int[] ids = cells.ids(stratum, bin);
                if (ids.length == 0) {
                    continue;
                }
                Moments held = moments(features, similarity, cells, stratum, bin);
                pool.add(held);
                int first = ids[0];
                int last = ids[ids.length - 1];
                double self = similarity.of(
                        features.squaredNorm(last), features.squaredNorm(last), features.squaredNorm(last));
                sums.firstPool[bin] += lambda * pool.similarityTo(features, similarity, first);
                sums.lastPool[bin] += lambda * pool.similarityTo(features, similarity, last);
                sums.lastChosen[bin] += 2 * (held.similarityTo(features, similarity, last) - self);
                strataWithPick[bin]++;
            }
        }
        for (int bin = 0; bin < bins; bin++) {
            sums.firstPool[bin] /= strataWithPick[bin];
            sums.lastPool[bin] /= strataWithPick[bin];
            sums.lastChosen[bin] /= strataWithPick[bin];
        }
        return sums;
    }

    /** Returns the moments of a cell, scaled up to its size when only a part of it is looked at. */
    private static Moments moments(Features features, Similarity similarity, Cells cells, int stratum, int bin) {
        int[] ids = cells.ids(stratum, bin);
        Moments moments = new Moments(features.dimension());
        for (int id : ids) {
            moments.add(features, similarity, id);
        }
        if (ids.length < cells.size(stratum, bin)) {
            moments.setDifference((double) cells.size(stratum, bin) / ids.length, moments, 0, moments);
        }
        return moments;
    }
}
