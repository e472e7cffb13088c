package dev.pith.torch.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The named tensors of a checkpoint.
 *
 * @param file where they lie
 * @param tensors by name, in the file's order
 * @param metadata what the file says of itself; empty but for {@code .safetensors}
 * @param notes what was done to get at them, one line each: which entry holds them, which prefix was taken off
 */
public record StateDict(Path file, Map<String, TensorData> tensors, Map<String, String> metadata, List<String> notes) {
    /** Data-parallel training and compilation put these before all names, in either order. */
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "module.");

    /** Copies the collections. */
    public StateDict {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        notes = List.copyOf(notes);
    }

    /** Returns the same tensors without the prefixes that training put before every name. */
    StateDict withoutPrefixes() {
        StateDict result = this;
        for (String prefix : PREFIXES) {
            if (result.tensors.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                result = result.without(prefix);
            }
        }
        return result;
    }

    private StateDict without(String prefix) {
        Map<String, TensorData> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(name.substring(prefix.length()), tensor));
        List<String> told = new ArrayList<>(notes);
        told.add("the prefix " + prefix + " was taken off all names");
        return new StateDict(file, renamed, metadata, told);
    }
}
