package dev.pith.data.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each record of a file begins and how long it is, in bytes; twelve bytes of memory a record, in arrays that are
 * not copied when more come.
 */
final class RecordOffsets {
    private static final int BITS = 12;
    private static final int PART = 1 << BITS;

    private final List<long[]> starts;
    private final List<int[]> lengths;
    private final int first; // of those that are stored
    private int size;

    RecordOffsets() {
        this(new ArrayList<>(), new ArrayList<>(), 0, 0);
    }

    private RecordOffsets(List<long[]> starts, List<int[]> lengths, int first, int size) {
        this.starts = starts;
        this.lengths = lengths;
        this.first = first;
        this.size = size;
    }

    void add(long start, long end) {
        int at = first + size;
        if (at % PART == 0) {
            starts.add(new long[PART]);
            lengths.add(new int[PART]);
        }
        starts.get(at >> BITS)[at % PART] = start;
        lengths.get(at >> BITS)[at % PART] = Math.toIntExact(end - start);
        size++;
    }

    /** Returns the others, in the same arrays; nothing may be added any more. */
    RecordOffsets withoutFirst() {
        return new RecordOffsets(starts, lengths, first + 1, size - 1);
    }

    int size() {
        return size;
    }

    long start(int id) {
        int at = first + id;
        return starts.get(at >> BITS)[at % PART];
    }

    int length(int id) {
        int at = first + id;
        return lengths.get(at >> BITS)[at % PART];
    }

    long end(int id) {
        return start(id) + length(id);
    }
}
