package dev.pith.rule;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Positions in the order of numbers. */
final class Order {
    private Order() {}

    /**
     * Returns the positions of the keys, smallest key first, of equal keys the one whose second key is smaller, then
     * the lowest position.
     */
    static int[] ascending(double[] keys, double[] second) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> keys[k] + 0.0)
                        .thenComparingDouble(k -> second[k] + 0.0)
                        .thenComparingInt(k -> k))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns the positions of the keys, smallest key first, of equal keys the lowest position. 0 and -0 are equal. */
    static int[] ascending(double[] keys) {
        return ascending(keys, new double[keys.length]);
    }
}
