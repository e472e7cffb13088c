package dev.pith.sample;

import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Random samples as many, and as many of each class, as a selection holds: what the selection is to be compared with. A
 * selection that merely changes the shares of the classes is then no better than its draw.
 */
public final class MatchedDraw {
    /** Keeps the draw apart from others by the same seed, for instance the one that made the selection. */
    private static final long SALT = 0x6d617463686564L;

    private MatchedDraw() {}

    /**
     * Returns the draw, ids ascending. For one seed, of two selections the one that holds more of every class gets a
     * draw that holds the other's.
     *
     * @param selection ids
     * @param labels the label of every id
     * @param pool the ids to draw from, each once
     * @throws IllegalArgumentException when the selection holds more of a class than the pool
     */
    public static int[] of(int[] selection, int[] labels, int[] pool, long seed) {
        Map<Integer, Integer> wanted = new TreeMap<>();
        for (int id : selection) {
            wanted.merge(labels[id], 1, Integer::sum);
        }
        Map<Integer, Integer> missing = new TreeMap<>(wanted);
        int[] drawn = Arrays.stream(Priority.shuffled(pool, seed ^ SALT))
                .filter(id -> missing.merge(labels[id], -1, Integer::sum) >= 0)
                .sorted()
                .toArray();
        if (drawn.length < selection.length) {
            throw new IllegalArgumentException("the pool has fewer samples than the selection of the classes "
                    + missing.entrySet().stream()
                            .filter(remaining -> remaining.getValue() > 0)
                            .map(remaining -> Integer.toString(remaining.getKey()))
                            .collect(Collectors.joining(", ")));
        }
        return drawn;
    }
}
