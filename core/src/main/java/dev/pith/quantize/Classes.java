package dev.pith.quantize;

import dev.pith.PithException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The groups that are binned each for itself: the classes, or everything as one.
 *
 * @param labels the label of each group, ascending
 * @param ids the ids of each group, ascending; not copied
 */
public record Classes(long[] labels, int[][] ids) {
    /** Returns one group of all ids from 0 to {@code n - 1} but those in {@code excluded}. */
    public static Classes all(int n, BitSet excluded) {
        int[] ids = new int[n - excluded.cardinality()];
        for (int id = excluded.nextClearBit(0), k = 0; id < n; id = excluded.nextClearBit(id + 1)) {
            ids[k++] = id;
        }
        return new Classes(new long[] {0}, new int[][] {ids});
    }

    /** Returns a group per label value, without the ids in {@code excluded}. */
    public static Classes byLabel(long[] labels, BitSet excluded) {
        long[] values = IntStream.range(0, labels.length)
                .filter(id -> !excluded.get(id))
                .mapToLong(id -> labels[id])
                .sorted()
                .distinct()
                .toArray();
        int[] sizes = new int[values.length];
        for (int id = 0; id < labels.length; id++) {
            if (!excluded.get(id)) {
                sizes[Arrays.binarySearch(values, labels[id])]++;
            }
        }
        int[][] ids = new int[values.length][];
        Arrays.setAll(ids, c -> new int[sizes[c]]);
        int[] next = new int[values.length];
        for (int id = 0; id < labels.length; id++) {
            if (!excluded.get(id)) {
                int c = Arrays.binarySearch(values, labels[id]);
                ids[c][next[c]++] = id;
            }
        }
        return new Classes(values, ids);
    }

    /**
     * Insists on samples that are of some group.
     *
     * @throws PithException naming the first that is of none
     */
    public void requireHold(int[] given) {
        int[] all = allIds();
        for (int id : given) {
            if (Arrays.binarySearch(all, id) < 0) {
                throw new PithException("the given id " + id
                        + " is none of the samples that can be used: give ids of the source that were not left out");
            }
        }
    }

    /**
     * Returns the same groups, of each only what is among some ids.
     *
     * @param some ascending
     */
    public Classes only(int[] some) {
        return where(id -> Arrays.binarySearch(some, id) >= 0);
    }

    /**
     * Returns the same groups without some ids.
     *
     * @param some ascending
     */
    public Classes without(int[] some) {
        return some.length == 0 ? this : where(id -> Arrays.binarySearch(some, id) < 0);
    }

    private Classes where(IntPredicate stays) {
        return new Classes(
                labels,
                Arrays.stream(ids)
                        .map(group -> Arrays.stream(group).filter(stays).toArray())
                        .toArray(int[][]::new));
    }

    /** Returns the ids of all groups, ascending. */
    public int[] allIds() {
        return Arrays.stream(ids).flatMapToInt(Arrays::stream).sorted().toArray();
    }

    /** Returns the number of groups. */
    public int count() {
        return ids.length;
    }

    /** Returns the number of samples in each group. */
    public int[] sizes() {
        return Arrays.stream(ids).mapToInt(group -> group.length).toArray();
    }

    /** Returns the number of samples in all groups. */
    public int total() {
        return Arrays.stream(ids).mapToInt(group -> group.length).sum();
    }
}
