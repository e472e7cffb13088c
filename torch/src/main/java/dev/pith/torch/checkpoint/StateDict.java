package dev.pith.torch.checkpoint;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The named tensors of a checkpoint.
 *
 * @param file where they lie
 * @param tensors by name, in the file's order
 * @param metadata what the file says of itself; empty but for {@code .safetensors}
 * @param notes what was done to get at them, one line each: which entry holds them, which prefix was taken off
 */
public record StateDict(Path file, Map<String, TensorData> tensors, Map<String, String> metadata, List<String> notes) {
    /** Data-parallel training puts this before all names. */
    private static final String PARALLEL = "module.";

    /** As averaging does; both are met together. */
    private static final int MOST_WRAPPINGS = 2;

    /** Compilation puts this before the names of what was compiled, which may be a part of the network. */
    private static final String COMPILED = "_orig_mod.";

    /** Longer names are of nothing that is looked for. */
    private static final int LONGEST_PREFIX = 200;

    /** Copies the collections. */
    public StateDict {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        notes = List.copyOf(notes);
    }

    /**
     * Returns a tensor.
     *
     * @throws PithException when the file has none of that name
     */
    public TensorData tensor(String name) {
        TensorData tensor = tensors.get(name);
        if (tensor == null) {
            throw new PithException(file + ": has no tensor " + Names.shown(name)
                    + "; bring the file back as it was written, or make it anew");
        }
        return tensor;
    }

    /** Returns the same tensors without what training put into their names. */
    StateDict withoutPrefixes() {
        StateDict result = this;
        if (tensors.keySet().stream().anyMatch(name -> name.contains(COMPILED))) {
            result = result.renamed(name -> name.replace(COMPILED, ""), COMPILED + " was taken out of the names");
        }
        for (int times = 0; times < MOST_WRAPPINGS && result.isParallel(); times++) {
            result = result.renamed(
                    name -> name.substring(PARALLEL.length()), "the prefix " + PARALLEL + " was taken off all names");
        }
        return result;
    }

    private boolean isParallel() {
        return !tensors.isEmpty() && tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    }

    private StateDict renamed(UnaryOperator<String> rule, String note) {
        Map<String, TensorData> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(rule.apply(name), tensor));
        return renamed.size() < tensors.size() ? this : with(renamed, note); // two that would be called the same
    }

    private StateDict with(Map<String, TensorData> others, String note) {
        List<String> told = new ArrayList<>(notes);
        told.add(note);
        return new StateDict(file, others, metadata, told);
    }

    /**
     * Returns the tensors of the network whose names are expected, where they are a part of something larger: of a
     * module that trains it ({@code model.}, {@code net.}), of a network with another head ({@code backbone.},
     * {@code encoder.}), of a pair ({@code ema_model.}, {@code online_model.}). The prefix is the one under which most
     * of the names are there, at least half of them; of several an averaged copy goes first ({@code ema} or
     * {@code teacher} in the prefix), then the first in the file. What is not under it is left out, and a note says
     * what. Where no prefix serves better than none, the tensors are returned as they are.
     *
     * @param expected the names that the network gives its tensors
     */
    public StateDict partOf(Set<String> expected) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String name : tensors.keySet()) {
            if (expected.contains(name)) {
                counts.merge("", 1, Integer::sum);
            }
            for (int dot = name.indexOf('.'); dot >= 0 && dot < LONGEST_PREFIX; dot = name.indexOf('.', dot + 1)) {
                if (expected.contains(name.substring(dot + 1))) {
                    counts.merge(name.substring(0, dot + 1), 1, Integer::sum);
                }
            }
        }
        int most = counts.values().stream().max(Integer::compare).orElse(0);
        if (2 * most < expected.size() || counts.getOrDefault("", 0) == most) {
            return this;
        }
        List<String> best = counts.entrySet().stream()
                .filter(count -> count.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        String chosen = best.stream()
                .filter(prefix -> prefix.contains("ema") || prefix.contains("teacher"))
                .findFirst()
                .orElse(best.get(0));
        return under(chosen);
    }

    private StateDict under(String prefix) {
        Map<String, TensorData> inside = new LinkedHashMap<>();
        List<String> outside = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                inside.put(name.substring(prefix.length()), tensor);
            } else {
                outside.add(name);
            }
        });
        return with(
                inside,
                "the weights were taken from the names that begin with " + Names.shown(prefix)
                        + (outside.isEmpty()
                                ? ""
                                : "; left out: " + outside.size() + " others (" + Names.shown(outside) + ")"));
    }

    /** Returns these without the tensors whose names begin so, with a note where there are any. */
    public StateDict without(String prefix) {
        Map<String, TensorData> remaining = new LinkedHashMap<>(tensors);
        List<String> gone = tensors.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        remaining.keySet().removeAll(gone);
        return gone.isEmpty() ? this : with(remaining, "left out: " + Names.shown(gone));
    }
}
