package dev.pith.data.record;

import java.util.Arrays;

/** Where each record of a file begins and how long it is, in bytes; twelve bytes of memory a record. */
final class RecordOffsets {
    private long[] starts = new long[1024];
    private int[] lengths = new int[1024];
    private int size;

    void add(long start, long end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        starts[size] = start;
        lengths[size++] = Math.toIntExact(end - start);
    }

    RecordOffsets withoutFirst() {
        RecordOffsets rest = new RecordOffsets();
        rest.starts = Arrays.copyOfRange(starts, 1, Math.max(size, 1));
        rest.lengths = Arrays.copyOfRange(lengths, 1, Math.max(size, 1));
        rest.size = size - 1;
        return rest;
    }

    int size() {
        return size;
    }

    long start(int id) {
        return starts[id];
    }

    int length(int id) {
        return lengths[id];
    }

    long end(int id) {
        return starts[id] + lengths[id];
    }
}
