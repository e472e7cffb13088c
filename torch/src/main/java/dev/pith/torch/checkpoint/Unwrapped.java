package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state dict within a pickled object.
 *
 * <p>The object may be a state dict itself, or hold one or more in its entries. Averaged weights go first, since
 * those were evaluated when they were published. Entries with known names go before others.
 *
 * @param tensors by name, in order
 * @param notes where they were found and what was left out
 */
record Unwrapped(Map<String, TensorReference> tensors, List<String> notes) {
    private static final List<String> WRAPPERS = List.of(
            "state_dict_ema",
            "model_ema",
            "ema_state_dict",
            "model_ema_state_dict",
            "ema_model",
            "params_ema",
            "ema",
            "state_dict",
            "model_state_dict",
            "model",
            "net",
            "params");
    private static final int DEEPEST = 2;

    /** Of lists in lists; those of images and labels in several tries are three deep. */
    private static final int DEEPEST_LIST = 4;

    private static final int MOST_LISTED = 10_000;

    /** Types of numbers, and classes of their storages, that PyTorch has and this reader has not. */
    private static final String RARE_TYPE =
            "torch\\.(float[48]|u?int|complex|bits|Complex|Q).*|torch\\.storage\\.UntypedStorage";

    /**
     * Finds it.
     *
     * @param foreign the names that the pickle holds and that are not known
     * @throws RefusedGlobal when there is none and something foreign may be it, or something foreign is in it
     * @throws IOException when there is none, or several of which none goes first, with the names of the entries
     */
    static Unwrapped of(@Nullable Object root, Set<String> foreign) throws IOException {
        Unwrapped found = find(root, "", 0);
        if (found == null) {
            if (!foreign.isEmpty()) {
                throw new RefusedGlobal(foreign.iterator().next());
            }
            throw new IOException("holds no state dict" + described(root) + ": " + PthFile.SAVE_WEIGHTS);
        }
        if (!foreign.isEmpty()) {
            found.notes.add("left out unread what is of other classes: " + Names.shown(List.copyOf(foreign)));
        }
        return found;
    }

    /** Returns all tensors, by the keys and positions that lead to them. */
    static Unwrapped all(@Nullable Object root, Set<String> foreign) throws IOException {
        Map<String, TensorReference> tensors = new LinkedHashMap<>();
        collect(root, "", 0, tensors);
        return new Unwrapped(tensors, List.of());
    }

    private static void collect(@Nullable Object value, String name, int depth, Map<String, TensorReference> tensors) {
        if (value instanceof TensorReference tensor) {
            tensors.put(name, tensor);
        }
        if (depth > DEEPEST_LIST || tensors.size() > MOST_LISTED) {
            return; // a pickle may hold a list in itself
        }
        String prefix = name.isEmpty() ? "" : name + ".";
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> collect(inner, prefix + key, depth + 1, tensors));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), prefix + i, depth + 1, tensors);
            }
        } else if (value instanceof Object[] tuple) {
            for (int i = 0; i < tuple.length; i++) {
                collect(tuple[i], prefix + i, depth + 1, tensors);
            }
        }
    }

    private static @Nullable Unwrapped find(@Nullable Object value, String where, int depth) throws IOException {
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        Unwrapped first = null;
        List<String> others = new ArrayList<>();
        for (String wrapper : depth < DEEPEST ? WRAPPERS : List.<String>of()) {
            Unwrapped inner = find(map.get(wrapper), where.isEmpty() ? wrapper : where + "." + wrapper, depth + 1);
            if (first == null) {
                first = inner;
            } else if (inner != null) {
                others.add(wrapper);
            }
        }
        if (first == null) {
            Map.Entry<String, Map<?, ?>> only = depth == 0 ? onlyStateDict(map) : null;
            return only == null ? ofTensors(map, where) : ofTensors(only.getValue(), only.getKey());
        }
        if (!others.isEmpty()) {
            first.notes.add("other weights in the file were not looked at: " + String.join(", ", others));
        }
        return first;
    }

    /** Returns the entry that holds tensors, where none has a name that is known; null when there is none. */
    private static Map.@Nullable Entry<String, Map<?, ?>> onlyStateDict(Map<?, ?> map) throws IOException {
        Map<String, Map<?, ?>> found = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String name
                    && entry.getValue() instanceof Map<?, ?> inner
                    && inner.values().stream().anyMatch(TensorReference.class::isInstance)) {
                found.put(name, inner);
            }
        }
        if (found.size() > 1) {
            List<String> names = List.copyOf(found.keySet());
            throw new IOException("holds several state dicts (" + Names.shown(names)
                    + "): save the one that is meant alone, torch.save(torch.load(file)['"
                    + Names.shown(names.get(0)) + "'], other_file)");
        }
        return found.isEmpty() ? null : found.entrySet().iterator().next();
    }

    private static @Nullable Unwrapped ofTensors(Map<?, ?> map, String where) throws IOException {
        Map<String, TensorReference> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof TensorReference tensor) {
                tensors.put(name, tensor);
            }
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() instanceof Foreign value) {
                refuseAmongWeights(String.valueOf(entry.getKey()), value, tensors.isEmpty());
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

    private static void refuseAmongWeights(String name, Foreign value, boolean alone) throws IOException {
        if (value.name().matches(RARE_TYPE)) {
            throw new IOException("holds " + Names.shown(name) + " as " + Names.shown(value.name())
                    + ", which is not read: save it as float32, with tensor.float()");
        }
        if (!alone) {
            throw new RefusedGlobal(value.name());
        }
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
