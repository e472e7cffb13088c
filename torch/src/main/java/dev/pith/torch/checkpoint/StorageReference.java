package dev.pith.torch.checkpoint;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Names a storage, the numbers behind one or more tensors.
 *
 * @param offset where the numbers that are meant begin in it
 */
record StorageReference(String key, DType type, long offset) {
    /**
     * Reads the identifier that pickles have in place of a storage: {@code ("storage", class, key, device, count)}, in
     * the older form followed by {@code None} or, for a part of a storage, {@code (key, offset, count)}.
     */
    static StorageReference of(@Nullable Object identifier) throws IOException {
        if (identifier instanceof Object[] parts
                && parts.length >= 5
                && "storage".equals(parts[0])
                && parts[2] instanceof String key) {
            DType type = Globals.stored(parts[1]);
            if (type != null) {
                return new StorageReference(key, type, parts.length == 5 ? 0 : offset(parts[5]));
            }
        }
        throw Pickle.confused();
    }

    private static long offset(@Nullable Object part) throws IOException {
        if (part == null) {
            return 0;
        }
        if (part instanceof Object[] view && view.length == 3) {
            return TensorReference.length(view[1]);
        }
        throw Pickle.confused();
    }
}
