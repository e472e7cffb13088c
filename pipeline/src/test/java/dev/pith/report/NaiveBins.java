package dev.pith.report;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bins by GraphCut, class by class, every gain anew at every pick: slow and plain, for tests. */
final class NaiveBins {
    private NaiveBins() {}

    /**
     * Makes bins of equal size per class and keeps the first picks of every cell.
     *
     * @param labels the class of each sample, or an empty array
     * @param keepPerCell how many first picks of each class and bin are selected
     */
    static Samples of(
            Features features, Similarity similarity, int[] labels, String[] names, int bins, int keepPerCell) {
        int n = features.size();
        int strata = Math.max(1, names.length);
        int[] classes = labels.length == 0 ? new int[n] : labels;
        Samples samples = new Samples(new int[n], new int[n], new double[n], new boolean[n], classes, names);
        Arrays.fill(samples.bin(), Samples.NO_BIN);
        int[] filled = new int[bins];
        for (int stratum = 0; stratum < strata; stratum++) {
            List<Integer> pool = new ArrayList<>();
            for (int id = 0; id < n; id++) {
                if (classes[id] == stratum) {
                    pool.add(id);
                }
            }
            int inStratum = pool.size();
            for (int bin = 0; bin < bins; bin++) {
                int size = inStratum / bins + (bin < inStratum % bins ? 1 : 0);
                Moments query = new Moments(features.dimension());
                for (int id : pool) {
                    query.add(features, similarity, id);
                }
                Moments pick = new Moments(features.dimension());
                for (int rank = 0; rank < size; rank++) {
                    int best = best(features, similarity, pool, query);
                    pool.remove((Integer) best);
                    samples.bin()[best] = bin;
                    samples.rank()[best] = filled[bin]++;
                    samples.gain()[best] = query.similarityTo(features, similarity, best);
                    samples.selected()[best] = rank < keepPerCell;
                    pick = new Moments(features.dimension());
                    pick.add(features, similarity, best);
                    query.setDifference(1, query, 2, pick);
                }
            }
        }
        return samples;
    }

    private static int best(Features features, Similarity similarity, List<Integer> pool, Moments query) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int id : pool) {
            double gain = query.similarityTo(features, similarity, id);
            if (gain > most) {
                most = gain;
                best = id;
            }
        }
        return best;
    }
}
