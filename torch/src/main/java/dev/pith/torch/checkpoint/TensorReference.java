package dev.pith.torch.checkpoint;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A tensor as a pickle describes it: a view of a storage. */
record TensorReference(StorageReference storage, Layout layout) {
    /** PyTorch has the same bound. */
    private static final int MOST_DIMENSIONS = 64;

    /** Reads {@code (storage, offset, shape, strides, ...)}; gradients and hooks are of no concern. */
    static TensorReference of(@Nullable Object[] arguments) throws IOException {
        if (arguments.length < 4 || !(arguments[0] instanceof StorageReference storage)) {
            throw Pickle.confused();
        }
        long[] shape = lengths(arguments[2]);
        long[] strides = lengths(arguments[3]);
        long offset = storage.offset() + length(arguments[1]);
        if (shape.length != strides.length || offset < 0) {
            throw Pickle.confused();
        }
        return new TensorReference(storage, new Layout(offset, shape, strides));
    }

    private static long[] lengths(@Nullable Object tuple) throws IOException {
        if (!(tuple instanceof Object[] items) || items.length > MOST_DIMENSIONS) {
            throw Pickle.confused();
        }
        long[] lengths = new long[items.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = length(items[i]);
        }
        return lengths;
    }

    static long length(@Nullable Object number) throws IOException {
        if (number instanceof Long length && length >= 0) {
            return length;
        }
        throw Pickle.confused();
    }
}
