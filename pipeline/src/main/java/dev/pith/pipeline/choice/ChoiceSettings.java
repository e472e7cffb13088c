package dev.pith.pipeline.choice;

import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.TextBudget;
import dev.pith.quantize.Shards;
import dev.pith.run.Choices;
import dev.pith.run.Entries;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a way to select is chosen.
 *
 * @param budget how many samples the selection that is wanted holds
 * @param methods what is tried beside random samples; empty for what suits how many samples a class keeps
 * @param networks that are trained to tell, none of them the one that looks at the samples; empty for two that
 *     suit the images
 * @param seeds how often each is trained, from 2: with one nothing is clear
 * @param steps how often the weights change in a training
 * @param seed of what is held out, and of the first training
 */
public record ChoiceSettings(
        Budget budget, List<RankingMethod> methods, List<String> networks, int seeds, int steps, long seed) {
    /** The share of the samples that is held out. */
    public static final double HELD_OUT = 0.15;

    /** Trainings of each network. */
    public static final int SEEDS = 3;

    /** Steps of a training. */
    public static final int STEPS = 300;

    /** Up to so many of a class, typical samples and easy ones are tried too. */
    private static final int FEW = 20;

    /** From this share on, what is left out matters more than what is covered. */
    private static final double MANY = 0.5;

    /** The least side of images that pass through four layers that halve it. */
    private static final int LARGE = 16;

    private static final String BUDGET = "budget";
    private static final String METHODS = "methods";
    private static final String NETWORKS = "net";
    private static final String SEEDS_KEY = "seeds";
    private static final String STEPS_KEY = "steps";
    private static final String SEED = "seed";
    private static final String USUAL = "usual";

    /** Checks the ranges, and that what is tried needs nothing but features and scores. */
    public ChoiceSettings {
        methods = List.copyOf(methods);
        networks = List.copyOf(networks);
        if (seeds < 2) {
            throw new IllegalArgumentException(
                    "`seeds` must be at least 2, got " + seeds + ": one training says nothing of its error");
        }
        if (steps < 1) {
            throw new IllegalArgumentException("`steps` must be at least 1, got " + steps);
        }
        for (RankingMethod method : methods) {
            if (method == RankingMethod.RANDOM
                    || method.needs(false).own()
                    || method.needs(false).gradients()) {
                throw new IllegalArgumentException(
                        "a choice is between methods that go by features and scores, got " + method);
            }
        }
    }

    /** Returns what is usual. */
    public static ChoiceSettings usual(Budget budget, long seed) {
        return new ChoiceSettings(budget, List.of(), List.of(), SEEDS, STEPS, seed);
    }

    /**
     * Insists on a selection that is made as methods are tried: class by class, as many of each as the source has.
     *
     * @throws IllegalArgumentException when the settings say otherwise
     */
    public static void requireTried(SelectSettings settings) {
        List<String> said = said(settings);
        if (!said.isEmpty()) {
            throw new IllegalArgumentException("`method auto` tries methods as they are, class by class: leave out "
                    + String.join(", ", said) + ", or name a method");
        }
    }

    /** Returns whether a selection is made as methods are tried, whatever the method. */
    static boolean isTried(SelectSettings settings) {
        return said(settings).isEmpty();
    }

    /** Returns what is said beside how many. */
    private static List<String> said(SelectSettings settings) {
        RankingSettings ranking = settings.ranking();
        TextBudget text = settings.text();
        List<String> said = new ArrayList<>();
        if (!ranking.equals(RankingSettings.of(ranking.method(), ranking.seed()))) {
            said.add("what says how to rank");
        }
        if (!settings.stratify()) {
            said.add("`no-stratify`");
        }
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        others.put("given", settings.given());
        others.put("exclude", settings.exclude());
        others.put("balance", settings.balance().equals(SelectSettings.SOURCE) ? null : settings.balance());
        others.put("group", settings.group());
        others.put("group-column", settings.groupColumn());
        others.put("score", settings.score());
        others.put("query", settings.query());
        others.put("private", settings.privates());
        others.putAll(settings.constraints().toMap());
        others.put(Shards.NAME, settings.shards().isNone() ? null : settings.shards());
        if (text != null) {
            others.putAll(text.toMap());
        }
        others.forEach((name, value) -> {
            if (value != null) {
                said.add("`" + name + "`");
            }
        });
        return said;
    }

    /** Returns how many of so many samples are held out. */
    static int heldOut(int total) {
        return (int) Math.round(HELD_OUT * total);
    }

    /**
     * Returns what is tried of classes of so many samples.
     *
     * @param kept how many samples a class keeps, the mean
     * @param size how many it has, the mean
     */
    List<RankingMethod> methods(double kept, double size) {
        if (!methods.isEmpty()) {
            return methods;
        }
        double share = kept / size;
        List<RankingMethod> tried = new ArrayList<>(
                List.of(RankingMethod.DUAL_BETA, RankingMethod.CCS, RankingMethod.WEIGHTED_FACILITY_LOCATION));
        if (share < MANY) {
            tried.addAll(List.of(RankingMethod.FACILITY_LOCATION, RankingMethod.STRATIFIED));
        } else {
            tried.add(RankingMethod.DUAL);
        }
        if (kept <= FEW) {
            tried.addAll(List.of(RankingMethod.HERDING, RankingMethod.EASY_FIRST));
        }
        return tried;
    }

    /** Returns the networks that tell. */
    List<String> networks(InputShape images) {
        if (!networks.isEmpty()) {
            return networks;
        }
        return Math.min(images.height(), images.width()) >= LARGE
                ? List.of("lenet", "convnet-width32-depth4")
                : List.of("mlp", "convnet-width32-depth2");
    }

    /** Returns the settings that a manifest remembers. */
    public static ChoiceSettings of(Map<String, String> map) {
        return new ChoiceSettings(
                Budget.parse(Entries.text(map, BUDGET)),
                list(Entries.text(map, METHODS)).stream()
                        .map(word -> Choices.of(RankingMethod.class, word))
                        .toList(),
                list(Entries.text(map, NETWORKS)),
                Entries.whole(map, SEEDS_KEY),
                Entries.whole(map, STEPS_KEY),
                Entries.large(map, SEED));
    }

    private static List<String> list(String text) {
        return text.equals(USUAL) ? List.of() : Arrays.asList(text.split(",", -1));
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(BUDGET, budget.text());
        map.put(
                METHODS,
                methods.isEmpty()
                        ? USUAL
                        : methods.stream().map(RankingMethod::toString).collect(Collectors.joining(",")));
        map.put(NETWORKS, networks.isEmpty() ? USUAL : String.join(",", networks));
        map.put(SEEDS_KEY, Integer.toString(seeds));
        map.put(STEPS_KEY, Integer.toString(steps));
        map.put(SEED, Long.toString(seed));
        return map;
    }
}
