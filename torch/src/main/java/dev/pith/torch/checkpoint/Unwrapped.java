package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state dict within a pickled object, which may be the object itself or an entry of it.
 *
 * @param tensors by name, in order
 * @param notes where they were found and what was left out
 */
record Unwrapped(Map<String, TensorReference> tensors, List<String> notes) {
    private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model", "net");
    private static final int DEEPEST = 2;

    /**
     * Finds it.
     *
     * @throws IOException when there is none, with the names of the entries that there are
     */
    static Unwrapped of(@Nullable Object root) throws IOException {
        Unwrapped found = find(root, "", 0);
        if (found == null) {
            throw new IOException("holds no state dict" + described(root) + ": " + PthFile.SAVE_WEIGHTS);
        }
        return found;
    }

    private static @Nullable Unwrapped find(@Nullable Object value, String where, int depth) {
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        for (String wrapper : WRAPPERS) {
            Unwrapped inner = depth < DEEPEST
                    ? find(map.get(wrapper), where.isEmpty() ? wrapper : where + "." + wrapper, depth + 1)
                    : null;
            if (inner != null) {
                return inner;
            }
        }
        return ofTensors(map, where);
    }

    private static @Nullable Unwrapped ofTensors(Map<?, ?> map, String where) {
        Map<String, TensorReference> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof TensorReference tensor) {
                tensors.put(name, tensor);
            }
        }
        if (tensors.isEmpty()) {
            return null;
        }
        List<String> notes = new ArrayList<>();
        if (!where.isEmpty()) {
            notes.add("the weights were taken from the entry " + where);
        }
        int others = map.size() - tensors.size();
        if (others > 0) {
            notes.add("left out what is no tensor: " + others + (others == 1 ? " entry" : " entries"));
        }
        return new Unwrapped(tensors, notes);
    }

    private static String described(@Nullable Object root) {
        if (!(root instanceof Map<?, ?> map)) {
            return root instanceof TensorReference ? " but a single tensor" : "";
        }
        List<String> names = map.keySet().stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        return names.isEmpty() ? ", it is empty" : "; its entries are " + Names.shown(names);
    }
}
