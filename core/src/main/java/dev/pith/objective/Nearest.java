package dev.pith.objective;

import java.util.Arrays;
import java.util.Comparator;

/** The samples most similar to one: float32 products only leave out what is certainly less similar. */
final class Nearest {
    private record Neighbor(int place, double similarity) {}

    private Nearest() {}

    /**
     * Returns where in {@code among} the k most similar to y stand, the most similar first, of equal ones the first.
     *
     * @param among positions
     * @param approximate how similar each is to y, but for {@link PairwiseSimilarity#error}
     * @param k from 1 to the number of positions
     */
    static int[] places(PairwiseSimilarity similarity, int y, int[] among, float[] approximate, int k) {
        // What is exactly among the k best is, by float, at most one error below its true value and the k-th best at
        // most one above.
        double least = Smallest.ofLargest(approximate, k) - 2 * similarity.error();
        int count = 0;
        for (float value : approximate) {
            count += value >= least ? 1 : 0;
        }
        Neighbor[] promising = new Neighbor[count];
        count = 0;
        for (int place = 0; place < approximate.length; place++) {
            if (approximate[place] >= least) {
                promising[count++] = new Neighbor(place, similarity.of(among[place], y));
            }
        }
        Arrays.sort(
                promising,
                Comparator.comparingDouble(Neighbor::similarity).reversed().thenComparingInt(Neighbor::place));
        return Arrays.stream(promising, 0, k).mapToInt(Neighbor::place).toArray();
    }
}
