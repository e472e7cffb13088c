package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.torch.condense.EvaluationPool;
import dev.pith.torch.condense.EvaluationProtocol;
import dev.pith.torch.condense.SiameseAugmentation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How condensed images are evaluated.
 *
 * @param pools networks that are trained on the images: names, or the pools of the papers as
 *     {@link EvaluationPool} knows them
 * @param seeds how often each is trained, from new random weights
 * @param epochs of these trainings; 0 for as many as the papers have
 * @param allEpochs of one training on everything; 0 for none
 * @param curve whether the images as they were on the way are evaluated, too
 */
public record CondensedEvaluationSettings(List<String> pools, int seeds, int epochs, int allEpochs, boolean curve) {
    /** The condensing network, instances normalized where it is batches. */
    public static final String DEFAULT_POOLS = "S";

    /** Trainings of a network unless told otherwise. */
    public static final String DEFAULT_SEEDS = "3";

    /** As many epochs as the papers have. */
    public static final String DEFAULT_EPOCHS = "0";

    /** Epochs on everything unless told otherwise. */
    public static final String DEFAULT_ALL_EPOCHS = "10";

    /** The condensing network three times, and everything once. */
    public static final CondensedEvaluationSettings DEFAULT = new CondensedEvaluationSettings(
            List.of(DEFAULT_POOLS),
            Integer.parseInt(DEFAULT_SEEDS),
            Integer.parseInt(DEFAULT_EPOCHS),
            Integer.parseInt(DEFAULT_ALL_EPOCHS),
            false);

    private static final String AS_THE_PAPERS = "as the papers";

    /** Refuses what is out of range. */
    public CondensedEvaluationSettings {
        if (seeds < 1) {
            throw new IllegalArgumentException("`eval-seeds` must be at least 1, got " + seeds);
        }
        if (epochs < 0) {
            throw new IllegalArgumentException("`eval-epochs` must be at least 1, got " + epochs);
        }
        if (allEpochs < 0) {
            throw new IllegalArgumentException("`all-epochs` must be at least 0, got " + allEpochs);
        }
        pools = List.copyOf(pools);
    }

    /**
     * Returns the networks, each once.
     *
     * @param network that condenses
     */
    public List<String> networks(String network) {
        Set<String> names = new LinkedHashSet<>();
        for (String pool : pools) {
            names.addAll(EvaluationPool.named(pool, network).orElse(List.of(pool)));
        }
        return List.copyOf(names);
    }

    /**
     * Returns how is trained.
     *
     * @param augmentation that the images were condensed with
     * @param digits whether they show digits
     * @param rate of the condensation's networks
     */
    EvaluationProtocol protocol(@Nullable SiameseAugmentation augmentation, boolean digits, double rate) {
        return new EvaluationProtocol(augmentation, digits, epochs, rate);
    }

    /** Returns the settings that a manifest remembers. */
    public static CondensedEvaluationSettings of(Map<String, String> map) {
        return new CondensedEvaluationSettings(
                List.of(text(map, "eval-nets").split(",", -1)),
                whole(map, "eval-seeds"),
                AS_THE_PAPERS.equals(map.get("eval-epochs")) ? 0 : whole(map, "eval-epochs"),
                whole(map, "all-epochs"),
                Boolean.parseBoolean(map.get("curve")));
    }

    /**
     * Returns what the manifest remembers.
     *
     * @param networks their full names
     */
    public Map<String, String> toMap(Set<String> networks) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("eval-nets", String.join(",", networks));
        map.put("eval-seeds", Integer.toString(seeds));
        map.put("eval-epochs", epochs == 0 ? AS_THE_PAPERS : Integer.toString(epochs));
        map.put("all-epochs", Integer.toString(allEpochs));
        map.put("curve", Boolean.toString(curve));
        return map;
    }
}
