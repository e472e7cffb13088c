package dev.pith.sample;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * An order of turns in which every cell keeps within one of its share at every moment.
 *
 * <p>Of n turns, cell i has s_i. Its turn j (from 0) is released at {@code j n / s_i} and due at
 * {@code ceil((j + 1) n / s_i)}; of the released turns the one that is due first is taken (earliest deadline first).
 * This is the chairman assignment problem (Tijdeman 1980), for which that order is known to meet all deadlines, so that
 * after t turns a cell has had less than one more or fewer than {@code t s_i / n}.
 */
public final class FairSchedule {
    private FairSchedule() {}

    /**
     * Returns whose turn it is, for every turn.
     *
     * @param sizes the number of turns of each cell
     * @param first which cell goes first when several are due alike; then around the circle
     */
    public static int[] of(int[] sizes, int first) {
        long n = Arrays.stream(sizes).asLongStream().sum();
        int[] turn = new int[sizes.length];
        Comparator<Integer> circle = Comparator.comparingInt(i -> Math.floorMod(i - first, sizes.length));
        PriorityQueue<Integer> waiting =
                new PriorityQueue<>(Comparator.comparingLong((Integer i) -> ceil(turn[i] * n, sizes[i])));
        PriorityQueue<Integer> released =
                new PriorityQueue<>(Comparator.comparingLong((Integer i) -> ceil((turn[i] + 1) * n, sizes[i]))
                        .thenComparing(circle));
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                waiting.add(i);
            }
        }
        int[] order = new int[Math.toIntExact(n)];
        for (int t = 0; t < n; t++) {
            while (!waiting.isEmpty() && ceil(turn[waiting.peek()] * n, sizes[waiting.peek()]) <= t) {
                released.add(waiting.remove());
            }
            int i = released.remove();
            order[t] = i;
            turn[i]++;
            if (turn[i] < sizes[i]) {
                waiting.add(i);
            }
        }
        return order;
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
