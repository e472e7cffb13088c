package dev.pith.spark;

import dev.pith.Ranking;
import java.io.Serializable;

/**
 * What one class gives to the bins.
 *
 * @param number which class
 * @param ids of each bin, in pick order
 * @param gains of each bin
 */
record ClassBins(int number, int[][] ids, double[][] gains) implements Serializable {
    static ClassBins of(int number, Ranking[] bins) {
        int[][] ids = new int[bins.length][];
        double[][] gains = new double[bins.length][];
        for (int k = 0; k < bins.length; k++) {
            ids[k] = bins[k].ids();
            gains[k] = bins[k].gains();
        }
        return new ClassBins(number, ids, gains);
    }

    Ranking[] rankings() {
        Ranking[] rankings = new Ranking[ids.length];
        for (int k = 0; k < ids.length; k++) {
            rankings[k] = new Ranking(ids[k], gains[k]);
        }
        return rankings;
    }
}
