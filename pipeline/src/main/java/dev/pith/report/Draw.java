package dev.pith.report;

import java.util.SplittableRandom;

/**
 * Draws a part of a sequence that stands for all of it: the sequence is cut into as many equal pieces as are wanted and
 * one value is drawn from each.
 *
 * <p>Taking every k-th value would not do: picks that push each other apart alternate between the sides of the data,
 * and every second one would be one side only. The random numbers are the same every time.
 */
final class Draw {
    private static final long SEED = 1;

    private Draw() {}

    /** Returns {@code count} of the values in their order, or all when there are no more; the first and last stay. */
    static int[] some(int[] values, int count) {
        if (values.length <= count) {
            return values.clone();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        int[] some = new int[count];
        for (int i = 0; i < count; i++) {
            long from = (long) values.length * i / count;
            long to = (long) values.length * (i + 1) / count;
            some[i] = values[(int) random.nextLong(from, to)];
        }
        some[0] = values[0];
        some[count - 1] = values[values.length - 1];
        return some;
    }
}
