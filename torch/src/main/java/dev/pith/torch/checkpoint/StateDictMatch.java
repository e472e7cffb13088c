package dev.pith.torch.checkpoint;

import dev.pith.PithException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How the tensors of a checkpoint fit those a network expects, by name.
 *
 * @param missing names that the network expects and the checkpoint lacks
 * @param unexpected names that the checkpoint has beyond them
 * @param misshapen names on both sides with different shapes, each with both
 */
public record StateDictMatch(List<String> missing, List<String> unexpected, List<String> misshapen) {
    /** Counters and what networks compute for themselves; some libraries store them, others do not. */
    private static final List<String> OPTIONAL = List.of("num_batches_tracked", "relative_position_index", "attn_mask");

    /**
     * Compares.
     *
     * @param expected shapes by name
     */
    public static StateDictMatch of(StateDict checkpoint, Map<String, long[]> expected) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        expected.forEach((name, shape) -> {
            TensorData tensor = checkpoint.tensors().get(name);
            if (tensor == null) {
                missing.add(name);
            } else if (!Arrays.equals(tensor.shape(), shape)) {
                misshapen.add(name + " " + Arrays.toString(tensor.shape()) + " instead of " + Arrays.toString(shape));
            }
        });
        List<String> unexpected = new ArrayList<>(checkpoint.tensors().keySet());
        unexpected.removeAll(expected.keySet());
        missing.removeIf(StateDictMatch::isOptional);
        unexpected.removeIf(StateDictMatch::isOptional);
        return new StateDictMatch(missing, unexpected, misshapen);
    }

    private static boolean isOptional(String name) {
        return OPTIONAL.stream().anyMatch(name::endsWith);
    }

    /** Returns whether every tensor has its place. */
    public boolean fits() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /**
     * Checks that every tensor has its place.
     *
     * @param network what to call the network in the message
     * @throws PithException with one line: the file, and of each kind of misfit the count and the names, all of them
     */
    public static void require(StateDict checkpoint, String network, Map<String, long[]> expected) {
        StateDictMatch match = of(checkpoint, expected);
        if (match.fits()) {
            return;
        }
        List<String> faults = new ArrayList<>();
        add(faults, "missing", match.missing);
        add(faults, "unexpected", match.unexpected);
        add(faults, "of another shape", match.misshapen);
        throw new PithException(checkpoint.file() + ": does not fit " + network + ": " + String.join("; ", faults)
                + ": choose the network that it was made for");
    }

    private static void add(List<String> faults, String kind, List<String> names) {
        if (!names.isEmpty()) {
            String all = String.join(", ", names.stream().map(Names::shown).toList());
            faults.add(names.size() + " " + kind + " (" + all + ")");
        }
    }
}
