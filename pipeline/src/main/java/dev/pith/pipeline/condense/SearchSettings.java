package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search among convnets. Every depth is tried with every width, activation, normalization and pooling.
 *
 * @param depths from 1 to 4
 * @param widths from 32 to 256
 * @param activations such as {@code relu}, as names of convnets have them
 * @param normalizations such as {@code instancenorm}, likewise
 * @param poolings such as {@code avgpooling}, likewise without {@code pool-}
 * @param seeds how often each network is trained on each set of images
 * @param epochs of these trainings; 0 for as many as the papers have
 * @param allEpochs of the trainings on everything
 * @param seed of all trainings, and of what is drawn
 */
public record SearchSettings(
        List<Integer> depths,
        List<Integer> widths,
        List<String> activations,
        List<String> normalizations,
        List<String> poolings,
        int seeds,
        int epochs,
        int allEpochs,
        long seed) {
    /** Depths unless told otherwise. */
    public static final String DEFAULT_DEPTHS = "1,2,3";

    /** Widths unless told otherwise. */
    public static final String DEFAULT_WIDTHS = "32,64";

    /** Activations unless told otherwise. */
    public static final String DEFAULT_ACTIVATIONS = "relu,sigmoid";

    /** Normalizations unless told otherwise. */
    public static final String DEFAULT_NORMALIZATIONS = "none,instancenorm";

    /** Poolings unless told otherwise. */
    public static final String DEFAULT_POOLINGS = "maxpooling,avgpooling";

    /** Trainings of a network on each set unless told otherwise. */
    public static final String DEFAULT_SEEDS = "1";

    private static final String SEPARATOR = ",";

    /** Checks the ranges. */
    public SearchSettings {
        depths = List.copyOf(depths);
        widths = List.copyOf(widths);
        activations = List.copyOf(activations);
        normalizations = List.copyOf(normalizations);
        poolings = List.copyOf(poolings);
        atLeastOne("eval-seeds", seeds);
        atLeastOne("all-epochs", allEpochs);
        if (epochs < 0) {
            throw new IllegalArgumentException("`eval-epochs` must be at least 1, got " + epochs);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("`" + name + "` must be at least 1, got " + value);
        }
    }

    /** Returns a search among 48 convnets. */
    public static SearchSettings usual(long seed) {
        return new SearchSettings(
                numbers(DEFAULT_DEPTHS),
                numbers(DEFAULT_WIDTHS),
                words(DEFAULT_ACTIVATIONS),
                words(DEFAULT_NORMALIZATIONS),
                words(DEFAULT_POOLINGS),
                Integer.parseInt(DEFAULT_SEEDS),
                Integer.parseInt(CondensedEvaluationSettings.DEFAULT_EPOCHS),
                Integer.parseInt(CondensedEvaluationSettings.DEFAULT_ALL_EPOCHS),
                seed);
    }

    /** Returns the networks of the grid by their names. */
    List<String> networks() {
        List<String> names = new ArrayList<>();
        for (int depth : depths) {
            for (int width : widths) {
                for (String activation : activations) {
                    for (String normalization : normalizations) {
                        for (String pooling : poolings) {
                            names.add("convnet-depth" + depth + "-width" + width + "-" + activation + "-"
                                    + normalization + "-pool-" + pooling);
                        }
                    }
                }
            }
        }
        return names;
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("depths", joined(depths));
        map.put("widths", joined(widths));
        map.put("activations", joined(activations));
        map.put("normalizations", joined(normalizations));
        map.put("poolings", joined(poolings));
        map.put("eval-seeds", Integer.toString(seeds));
        map.put("eval-epochs", Integer.toString(epochs));
        map.put("all-epochs", Integer.toString(allEpochs));
        map.put("seed", Long.toString(seed));
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static SearchSettings of(Map<String, String> map) {
        return new SearchSettings(
                numbers(text(map, "depths")),
                numbers(text(map, "widths")),
                words(text(map, "activations")),
                words(text(map, "normalizations")),
                words(text(map, "poolings")),
                whole(map, "eval-seeds"),
                whole(map, "eval-epochs"),
                whole(map, "all-epochs"),
                large(map, "seed"));
    }

    private static String joined(List<?> values) {
        return String.join(SEPARATOR, values.stream().map(Object::toString).toList());
    }

    private static List<String> words(String text) {
        return List.of(text.split(SEPARATOR, -1));
    }

    private static List<Integer> numbers(String text) {
        return words(text).stream().map(Integer::valueOf).toList();
    }
}
