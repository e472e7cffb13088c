package dev.pith.rule;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Systematic sampling: of a list, places at equal distances along the sum of its weights. Whatever the list is sorted
 * by is then drawn in proportion: every stretch of it gives within one of its share of the weight.
 */
final class Systematic {
    private Systematic() {}

    /**
     * Returns the drawn positions, ascending. What weighs so much that it would come twice comes for sure, and the rest
     * is drawn from the rest; where the weights that are left are all 0 they count alike.
     *
     * @param weights not negative
     * @param count from 0 to their number
     * @param start where between two places the first is, from 0 to less than 1
     */
    static int[] draw(double[] weights, int count, double start) {
        double[] negative = Arrays.stream(weights).map(w -> -w).toArray();
        int[] heaviest = Order.ascending(negative);
        double[] from = new double[weights.length + 1]; // the sum of the weights from a rank on
        for (int k = weights.length - 1; k >= 0; k--) {
            from[k] = from[k + 1] + weights[heaviest[k]];
        }
        boolean[] drawn = new boolean[weights.length];
        int sure = 0;
        while (sure < count && from[sure] > 0 && weights[heaviest[sure]] * (count - sure) >= from[sure]) {
            drawn[heaviest[sure++]] = true;
        }
        boolean alike = from[sure] == 0;
        int[] rest = IntStream.range(0, weights.length).filter(i -> !drawn[i]).toArray();
        double total = 0;
        for (int i : rest) {
            total += alike ? 1 : weights[i];
        }
        int places = count - sure;
        double upTo = 0; // the sum of the weights before rest[next]
        int next = 0;
        for (int k = 0; k < places; k++) {
            double place = (start + k) / places * total;
            int last = rest.length - (places - k); // later places need one each
            double weight = alike ? 1 : weights[rest[next]];
            while (next < last && upTo + weight <= place) {
                upTo += weight;
                next++;
                weight = alike ? 1 : weights[rest[next]];
            }
            drawn[rest[next]] = true;
            upTo += weight;
            next++;
        }
        return IntStream.range(0, weights.length).filter(i -> drawn[i]).toArray();
    }
}
