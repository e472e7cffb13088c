package dev.pith.npy;

import java.util.List;

/** Where the numbers of a file belong in C order, one after the other as they are stored. */
final class StoredOrder {
    private final long[] lengths;
    private final long[] strides;
    private final long[] index;
    private final boolean fortranOrder;
    private long position;

    StoredOrder(NpyHeader header) {
        List<Long> shape = header.shape();
        this.lengths = shape.stream().mapToLong(Long::longValue).toArray();
        this.strides = new long[lengths.length];
        this.index = new long[lengths.length];
        this.fortranOrder = header.fortranOrder();
        long stride = 1;
        for (int k = lengths.length - 1; k >= 0; k--) {
            strides[k] = stride;
            stride *= lengths[k];
        }
    }

    /** Returns the position in C order of the next stored number. */
    long next() {
        long current = position;
        if (fortranOrder) {
            advance();
        } else {
            position++;
        }
        return current;
    }

    private void advance() {
        for (int k = 0; k < index.length; k++) {
            position += strides[k];
            if (++index[k] < lengths[k]) {
                return;
            }
            position -= lengths[k] * strides[k];
            index[k] = 0;
        }
    }
}
