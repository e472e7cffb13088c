package dev.pith.pipeline.language;

import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.BitSet;

/** Parts of the ids of a source. */
final class RecordIds {
    private RecordIds() {}

    /** Returns so many ids, drawn by a seed, ascending. */
    static int[] drawn(int[] ids, int count, long seed) {
        return Arrays.stream(Priority.shuffled(ids, seed)).limit(count).sorted().toArray();
    }

    /** Returns ids that are not among others, which ascend. */
    static int[] without(int[] ids, int... others) {
        return Arrays.stream(ids)
                .filter(id -> Arrays.binarySearch(others, id) < 0)
                .toArray();
    }

    /** Returns all ids below n but some. */
    static BitSet allBut(int n, int... some) {
        BitSet others = new BitSet();
        others.set(0, n);
        Arrays.stream(some).forEach(others::clear);
        return others;
    }
}
