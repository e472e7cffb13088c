package dev.pith;

/** Sorts ids by a comparison, without an object for each. */
public final class IntSort {
    private IntSort() {}

    /** Compares ids by what they stand for, as a {@link java.util.Comparator} does. */
    @FunctionalInterface
    public interface Comparison {
        /** Returns a negative number, zero or a positive one as {@code a} comes before, with or after {@code b}. */
        int compare(int a, int b);
    }

    /** Sorts by merging; what compares equal stays in its order. Takes half the array's memory beside it. */
    public static void sort(int[] ids, Comparison comparison) {
        sort(ids, 0, ids.length, new int[(ids.length + 1) / 2], comparison);
    }

    private static void sort(int[] ids, int from, int to, int[] left, Comparison comparison) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(ids, from, middle, left, comparison);
        sort(ids, middle, to, left, comparison);
        if (comparison.compare(ids[middle - 1], ids[middle]) <= 0) {
            return;
        }
        int count = middle - from;
        System.arraycopy(ids, from, left, 0, count);
        int l = 0;
        int r = middle;
        for (int at = from; l < count; at++) {
            boolean right = r < to && comparison.compare(left[l], ids[r]) > 0;
            ids[at] = right ? ids[r++] : left[l++];
        }
    }
}
