package dev.pith.quantize;

import dev.pith.Ranking;
import java.util.Arrays;
import java.util.List;

/**
 * All bins: a partition of the samples that were binned.
 *
 * @param bins in the order in which they were picked; a bin is a ranking, class after class, each in pick order, with
 *     gains of NaN where the method has none
 */
public record Binning(List<Ranking> bins) {
    /** Copies the list. */
    public Binning {
        bins = List.copyOf(bins);
    }

    /** Returns which bin each id from 0 to {@code n - 1} is in, -1 where in none. */
    public int[] binOf(int n) {
        int[] binOf = new int[n];
        Arrays.fill(binOf, -1);
        for (int k = 0; k < bins.size(); k++) {
            for (int id : bins.get(k).ids()) {
                binOf[id] = k;
            }
        }
        return binOf;
    }

    /** Puts bins together from the picks of each class: {@code picks[c][k]} is what class c gives to bin k. */
    public static Binning joined(Ranking[][] picks, int bins) {
        Ranking[] joined = new Ranking[bins];
        for (int k = 0; k < bins; k++) {
            int size = 0;
            for (Ranking[] ofClass : picks) {
                size += ofClass[k].ids().length;
            }
            Ranking bin = new Ranking(new int[size], new double[size]);
            int at = 0;
            for (Ranking[] ofClass : picks) {
                int length = ofClass[k].ids().length;
                System.arraycopy(ofClass[k].ids(), 0, bin.ids(), at, length);
                System.arraycopy(ofClass[k].gains(), 0, bin.gains(), at, length);
                at += length;
            }
            joined[k] = bin;
        }
        return new Binning(List.of(joined));
    }
}
