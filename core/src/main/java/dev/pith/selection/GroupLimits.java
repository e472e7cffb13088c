package dev.pith.selection;

import dev.pith.quantize.Classes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many samples of each class (or group of any other kind) are picked at least and at most.
 *
 * @param atLeast by label; a missing one has no limit
 * @param atMost likewise
 * @param allAtLeast of groups that have no limit of their own; null for none
 * @param allAtMost likewise
 */
public record GroupLimits(
        Map<Long, Integer> atLeast,
        Map<Long, Integer> atMost,
        @Nullable Integer allAtLeast,
        @Nullable Integer allAtMost) {
    /** Copies the maps, and refuses limits below 0. */
    public GroupLimits {
        atLeast = Map.copyOf(atLeast);
        atMost = Map.copyOf(atMost);
        requireNotNegative(atLeast.values(), allAtLeast, "at-least");
        requireNotNegative(atMost.values(), allAtMost, "at-most");
    }

    private static void requireNotNegative(Collection<Integer> limits, @Nullable Integer ofAll, String name) {
        Stream.concat(limits.stream(), Stream.ofNullable(ofAll))
                .filter(limit -> limit < 0)
                .findFirst()
                .ifPresent(limit -> {
                    throw new IllegalArgumentException("`" + name + "` must be at least 0, got " + limit);
                });
    }

    /** Returns the least number of each class. */
    int[] least(Classes classes) {
        int[] least = new int[classes.count()];
        for (int c = 0; c < least.length; c++) {
            least[c] = atLeast.getOrDefault(classes.labels()[c], allAtLeast == null ? 0 : allAtLeast);
        }
        return least;
    }

    /** Returns the largest number of each class, at most what it holds. */
    int[] most(Classes classes) {
        int[] most = new int[classes.count()];
        for (int c = 0; c < most.length; c++) {
            int size = classes.ids()[c].length;
            most[c] = Math.min(size, atMost.getOrDefault(classes.labels()[c], allAtMost == null ? size : allAtMost));
        }
        return most;
    }

    /**
     * Insists on limits that can be met together.
     *
     * @param budget how many are wanted in all
     * @throws IllegalArgumentException naming those that cannot
     */
    void require(Classes classes, int budget) {
        requireKnown(atLeast, "at-least", classes);
        requireKnown(atMost, "at-most", classes);
        int[] least = least(classes);
        int[] most = most(classes);
        long needed = 0;
        long allowed = 0;
        for (int c = 0; c < least.length; c++) {
            long label = classes.labels()[c];
            int size = classes.ids()[c].length;
            if (least[c] > size) {
                throw new IllegalArgumentException(
                        "`at-least` wants " + least[c] + " of group " + label + ", which holds " + size + ": lower it");
            }
            if (least[c] > most[c]) {
                throw new IllegalArgumentException("`at-least` wants " + least[c] + " of group " + label
                        + ", and `at-most` allows " + most[c] + ": change either");
            }
            needed += least[c];
            allowed += most[c];
        }
        if (needed > budget) {
            throw new IllegalArgumentException("`at-least` wants " + needed + " samples of all groups together, and "
                    + budget + " are to be kept: lower it, or keep more");
        }
        if (allowed < budget) {
            throw new IllegalArgumentException("`at-most` allows " + allowed + " samples of all groups together, and "
                    + budget + " are to be kept: raise it, or keep fewer");
        }
    }

    private static void requireKnown(Map<Long, Integer> limits, String name, Classes classes) {
        limits.keySet().stream()
                .sorted()
                .filter(label -> Arrays.binarySearch(classes.labels(), label) < 0)
                .findFirst()
                .ifPresent(label -> {
                    throw new IllegalArgumentException(
                            "there is no group " + label + " to have a limit in `" + name + "`");
                });
    }
}
