package dev.pith.pipeline.condense;

import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.Loops;
import dev.pith.torch.condense.MatchingDistance;
import dev.pith.torch.condense.SiameseAugmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How images are condensed.
 *
 * @param plan everything that decides the images, given real ones; its network may have a short name
 * @param start what the images are at first
 * @param groups of classes that are condensed one after another, at least 1
 */
public record CondenseSettings(Condensation plan, CondenseStart start, int groups) {
    /** The network of the papers. */
    public static final String DEFAULT_NETWORK = "convnet";

    private static final String METHOD = "method";
    private static final String NET = "net";
    private static final String IMAGES_PER_CLASS = "ipc";
    private static final String ITERATIONS = "iterations";
    private static final String OUTER = "outer";
    private static final String INNER = "inner";
    private static final String DISTANCE = "distance";
    private static final String NETWORK_RATE = "lr-net";
    private static final String STRATEGY = "dsa-strategy";
    private static final String MODE = "dsa-mode";
    private static final String REAL_BATCH = "real-batch";
    private static final String IMAGE_RATE = "lr-img";
    private static final String SEED = "seed";
    private static final String START = "init";
    private static final String GROUPS = "steps";
    private static final String NO_STRATEGY = "none";
    private static final String ALL_PARTS = "M";
    private static final String ONE_PART = "S";

    /** Checks the number of groups. */
    public CondenseSettings {
        if (groups < 1) {
            throw new IllegalArgumentException("`steps` must be at least 1, got " + groups);
        }
    }

    /** Returns what the papers do, from real images, all classes at once. */
    public static CondenseSettings usual(CondensationMethod method, String network, int imagesPerClass, long seed) {
        return new CondenseSettings(
                Condensation.usual(method, network, imagesPerClass, seed), CondenseStart.DEFAULT, 1);
    }

    /** Returns whether the numbers of loops are between those that the papers give. */
    boolean interpolates() {
        int perClass = plan.imagesPerClass();
        return plan.method().matchesGradients()
                && !Loops.isPublished(perClass)
                && plan.loops().equals(Loops.of(perClass));
    }

    /** Returns the classes of each group, in the order of their labels. */
    List<int[]> classes(int count) {
        return IntStream.range(0, groups)
                .mapToObj(g -> IntStream.range(g * count / groups, (g + 1) * count / groups)
                        .toArray())
                .toList();
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(METHOD, plan.method().toString());
        map.put(NET, plan.network());
        map.put(IMAGES_PER_CLASS, Integer.toString(plan.imagesPerClass()));
        map.put(ITERATIONS, Integer.toString(plan.iterations()));
        if (plan.method().matchesGradients()) {
            map.put(OUTER, Integer.toString(plan.loops().outer()));
            map.put(INNER, Integer.toString(plan.loops().inner()));
            map.put(DISTANCE, plan.distance().toString());
            map.put(NETWORK_RATE, Double.toString(plan.networkRate()));
        }
        SiameseAugmentation augmentation = plan.augmentation();
        map.put(STRATEGY, augmentation == null ? NO_STRATEGY : augmentation.strategy());
        map.put(MODE, augmentation != null && augmentation.all() ? ALL_PARTS : ONE_PART);
        map.put(REAL_BATCH, Integer.toString(plan.realBatch()));
        map.put(IMAGE_RATE, Double.toString(plan.imageRate()));
        map.put(SEED, Long.toString(plan.seed()));
        map.put(START, start.text());
        map.put(GROUPS, Integer.toString(groups));
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static CondenseSettings of(Map<String, String> map) {
        CondensationMethod method = CondensationMethod.valueOf(map.get(METHOD).toUpperCase(Locale.ROOT));
        Condensation usual = Condensation.usual(
                method, map.get(NET), Integer.parseInt(map.get(IMAGES_PER_CLASS)), Long.parseLong(map.get(SEED)));
        boolean matches = method.matchesGradients();
        Condensation plan = new Condensation(
                method,
                usual.network(),
                usual.imagesPerClass(),
                Integer.parseInt(map.get(ITERATIONS)),
                matches ? new Loops(Integer.parseInt(map.get(OUTER)), Integer.parseInt(map.get(INNER))) : usual.loops(),
                matches ? MatchingDistance.valueOf(map.get(DISTANCE).toUpperCase(Locale.ROOT)) : usual.distance(),
                NO_STRATEGY.equals(map.get(STRATEGY))
                        ? null
                        : new SiameseAugmentation(map.get(STRATEGY), ALL_PARTS.equals(map.get(MODE))),
                Integer.parseInt(map.get(REAL_BATCH)),
                usual.trainBatch(),
                Double.parseDouble(map.get(IMAGE_RATE)),
                matches ? Double.parseDouble(map.get(NETWORK_RATE)) : usual.networkRate(),
                usual.seed());
        return new CondenseSettings(plan, CondenseStart.parse(map.get(START)), Integer.parseInt(map.get(GROUPS)));
    }
}
