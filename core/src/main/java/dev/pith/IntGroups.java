package dev.pith;

import java.util.Arrays;

/** Positions by the group that each is in. */
public final class IntGroups {
    private IntGroups() {}

    /**
     * Returns the positions in each group, ascending.
     *
     * @param groupOf the group of each position, from 0 to {@code count - 1}
     * @param count the number of groups; some may be empty
     */
    public static int[][] of(int[] groupOf, int count) {
        int[] sizes = new int[count];
        for (int group : groupOf) {
            sizes[group]++;
        }
        int[][] members = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        for (int x = groupOf.length - 1; x >= 0; x--) {
            members[groupOf[x]][--sizes[groupOf[x]]] = x;
        }
        return members;
    }
}
