package dev.pith.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Ids of a partition in one array, which takes a third of the bytes that one object each would. */
final class PackedIds {
    private PackedIds() {}

    static Iterator<long[]> pack(Iterator<Long> ids) {
        long[] packed = new long[1024];
        int count = 0;
        while (ids.hasNext()) {
            if (count == packed.length) {
                packed = Arrays.copyOf(packed, 2 * count);
            }
            packed[count++] = ids.next();
        }
        return List.of(Arrays.copyOf(packed, count)).iterator();
    }
}
