package dev.pith.quantize;

import dev.pith.Ranking;
import dev.pith.random.Priority;
import java.util.Arrays;

/** Bins at random, class by class: what every other binning has to beat. */
public final class RandomBinning {
    private RandomBinning() {}

    /**
     * Bins at random.
     *
     * @param sizes how many samples of class c go to bin k, {@code sizes[c][k]}
     */
    public static Binning of(Classes classes, int[][] sizes, long seed) {
        int bins = sizes[0].length;
        Ranking[][] picks = new Ranking[classes.count()][bins];
        for (int c = 0; c < picks.length; c++) {
            int[] ids = Priority.shuffled(classes.ids()[c], seed);
            int from = 0;
            for (int k = 0; k < bins; k++) {
                double[] gains = new double[sizes[c][k]];
                Arrays.fill(gains, Double.NaN);
                picks[c][k] = new Ranking(Arrays.copyOfRange(ids, from, from + sizes[c][k]), gains);
                from += sizes[c][k];
            }
        }
        return Binning.joined(picks, bins);
    }
}
