package dev.pith.torch.evaluate;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.prune.PruningKind;
import dev.pith.run.Choices;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How selections are compared.
 *
 * @param networks names of the networks
 * @param firstSeed of the seeds, which count up
 * @param seeds how often everything is trained
 * @param lengths how many steps or epochs are trained in each view
 * @param batch how many samples go through the network together; {@link #USUAL_BATCH} for {@value #STEPS_BATCH} at
 *     equal steps, which then cost alike whatever is trained on, and for {@link Recipe#usualBatch} at equal epochs
 * @param learningRate its peak
 * @param prunings how samples are spared when each selection, and everything, is trained on once more at equal epochs
 * @param spare the share that those spare, in [0, 1), where they ask
 */
public record Conditions(
        List<String> networks,
        long firstSeed,
        int seeds,
        Map<View, Integer> lengths,
        int batch,
        double learningRate,
        List<PruningKind> prunings,
        double spare) {
    /** Stands for the batch that suits a view. */
    public static final int USUAL_BATCH = 0;

    /** Trainings of each set unless told otherwise. */
    public static final String DEFAULT_SEEDS = "3";

    /** What is equal unless told otherwise. */
    public static final String DEFAULT_VIEW = "steps";

    /** How often the weights change in the view steps unless told otherwise. */
    public static final int DEFAULT_STEPS = 500;

    /** How often every sample is seen in the view epochs unless told otherwise. */
    public static final int DEFAULT_EPOCHS = 10;

    /** The peak of the learning rate unless told otherwise. */
    public static final String DEFAULT_LEARNING_RATE = "0.05";

    /** The small network of the features, three times, at equal steps. */
    public static final Conditions DEFAULT = builder().build();

    private static final String PRUNE = "prune";
    private static final String SPARE = "spare";
    private static final String USUAL = "usual";
    private static final int STEPS_BATCH = 64;
    private static final double WARM_UP = 0.3;

    /** Checks the ranges and copies the collections. */
    public Conditions {
        networks = List.copyOf(networks);
        lengths = Map.copyOf(lengths);
        prunings = List.copyOf(prunings);
        if (networks.isEmpty() || lengths.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs a network and a view");
        }
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
        }
        if (lengths.values().stream().anyMatch(length -> length < 1)) {
            throw new IllegalArgumentException("steps and epochs must be at least 1, got " + lengths);
        }
        if (batch < 0) {
            throw new IllegalArgumentException("batch must be at least 0, got " + batch);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be a positive number, got " + learningRate);
        }
        if (!prunings.isEmpty()) {
            if (!lengths.containsKey(View.EPOCHS)) {
                throw new IllegalArgumentException(
                        "pruning spares samples of an epoch, so it is compared at equal epochs");
            }
            int epochs = lengths.get(View.EPOCHS);
            for (PruningKind pruning : prunings) {
                pruning.pruning(1, epochs, 0, spare); // says what cannot be
            }
        }
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns this with the networks by other names, each once. */
    public Conditions networks(UnaryOperator<String> name) {
        return new Conditions(
                networks.stream().map(name).distinct().toList(),
                firstSeed,
                seeds,
                lengths,
                batch,
                learningRate,
                prunings,
                spare);
    }

    /** Returns the conditions that a manifest remembers. */
    public static Conditions of(Map<String, String> map) {
        Map<View, Integer> lengths = new EnumMap<>(View.class);
        for (View view : View.values()) {
            if (map.containsKey(view.toString())) {
                lengths.put(view, whole(map, view.toString()));
            }
        }
        return new Conditions(
                List.of(text(map, "net").split(",", -1)),
                large(map, "seed"),
                whole(map, "seeds"),
                lengths,
                USUAL.equals(map.get("batch")) ? USUAL_BATCH : whole(map, "batch"),
                number(map, "lr"),
                Arrays.stream(map.getOrDefault(PRUNE, "").split(",", -1))
                        .filter(kind -> !kind.isEmpty())
                        .map(kind -> Choices.of(PruningKind.class, kind))
                        .toList(),
                map.containsKey(SPARE) ? number(map, SPARE) : PruningKind.DEFAULT_SPARE);
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("net", String.join(",", networks));
        map.put("seeds", Integer.toString(seeds));
        map.put("seed", Long.toString(firstSeed));
        for (View view : View.values()) {
            if (lengths.containsKey(view)) {
                map.put(view.toString(), Integer.toString(lengths.get(view)));
            }
        }
        map.put("batch", batch == USUAL_BATCH ? USUAL : Integer.toString(batch));
        map.put("lr", Double.toString(learningRate));
        if (!prunings.isEmpty()) {
            map.put(PRUNE, prunings.stream().map(PruningKind::toString).collect(Collectors.joining(",")));
            map.put(SPARE, Double.toString(spare));
        }
        return map;
    }

    /**
     * Returns how samples are spared in a view, not at all first: what is spared are samples of an epoch, so steps
     * would hide it.
     */
    List<PruningKind> prunings(View view) {
        List<PruningKind> all = new ArrayList<>(List.of(PruningKind.NONE));
        if (view == View.EPOCHS) {
            all.addAll(prunings);
        }
        return all;
    }

    /**
     * Returns the largest batch that costs a step as much on few samples as on many: of fewer samples than a batch a
     * step sees them all, and a last batch of an epoch may be small.
     *
     * @throws IllegalArgumentException when nothing is compared at equal steps
     */
    public int evenBatch(int samples) {
        return samples / recipe(View.STEPS, samples, samples, 0).batches(samples);
    }

    /**
     * Returns how a set of samples is trained on.
     *
     * @throws IllegalArgumentException when nothing is compared in this view
     */
    Recipe recipe(View view, int samples, int all, long seed) {
        Recipe.Builder recipe = Recipe.builder()
                .batch(batch(view, samples, all))
                .schedule(new Schedule.OneCycle(learningRate, WARM_UP))
                .seed(seed);
        Integer length = lengths.get(view);
        if (length == null) {
            throw new IllegalArgumentException("nothing is compared at equal " + view);
        }
        return view == View.EPOCHS
                ? recipe.epochs(length).build()
                : recipe.steps(length).build();
    }

    private int batch(View view, int samples, int all) {
        if (batch != USUAL_BATCH) {
            return batch;
        }
        return view == View.STEPS ? STEPS_BATCH : Recipe.usualBatch(samples, all);
    }

    /** Builds conditions; what is not set, or set to null, is as usual. */
    public static final class Builder {
        private List<String> networks = List.of(FeatureTraining.NETWORK);
        private long firstSeed;
        private int seeds = Integer.parseInt(DEFAULT_SEEDS);
        private Set<View> views = Set.of(Choices.of(View.class, DEFAULT_VIEW));
        private @Nullable Integer steps;
        private @Nullable Integer epochs;
        private @Nullable Integer batch;
        private double learningRate = Double.parseDouble(DEFAULT_LEARNING_RATE);
        private List<PruningKind> prunings = List.of();
        private double spare = PruningKind.DEFAULT_SPARE;

        private Builder() {}

        /** Sets the networks. */
        public Builder networks(List<String> names) {
            networks = names;
            return this;
        }

        /** Sets the first seed; 0 if not set. */
        public Builder firstSeed(long value) {
            firstSeed = value;
            return this;
        }

        /** Sets how often everything is trained. */
        public Builder seeds(int count) {
            seeds = count;
            return this;
        }

        /** Sets what is equal between trainings, one thing after the other. */
        public Builder views(Set<View> equal) {
            views = equal;
            return this;
        }

        /** Sets how often the weights change in the view steps. */
        public Builder steps(@Nullable Integer count) {
            steps = count;
            return this;
        }

        /** Sets how often every sample is seen in the view epochs. */
        public Builder epochs(@Nullable Integer count) {
            epochs = count;
            return this;
        }

        /** Sets the samples of a batch. */
        public Builder batch(@Nullable Integer count) {
            batch = count;
            return this;
        }

        /** Sets the peak of the learning rate. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** Sets how samples are spared besides, at equal epochs. */
        public Builder prunings(List<PruningKind> kinds) {
            prunings = kinds;
            return this;
        }

        /** Sets the share of the samples that is spared, where it can be said. */
        public Builder spare(double share) {
            spare = share;
            return this;
        }

        /**
         * Returns the conditions.
         *
         * @throws IllegalArgumentException when they contradict each other, or a value is out of range
         */
        public Conditions build() {
            if (!prunings.isEmpty() && !views.contains(View.EPOCHS)) {
                throw new IllegalArgumentException(
                        "`prune` spares samples of an epoch; give it with `view epochs` or `view both`");
            }
            if (batch != null && batch < 1) {
                throw new IllegalArgumentException("`batch` must be at least 1, got " + batch);
            }
            Map<View, Integer> lengths = new EnumMap<>(View.class);
            put(lengths, View.STEPS, steps, DEFAULT_STEPS);
            put(lengths, View.EPOCHS, epochs, DEFAULT_EPOCHS);
            return new Conditions(
                    networks,
                    firstSeed,
                    seeds,
                    lengths,
                    batch == null ? USUAL_BATCH : batch,
                    learningRate,
                    prunings,
                    spare);
        }

        private void put(Map<View, Integer> lengths, View wanted, @Nullable Integer given, int usual) {
            if (views.contains(wanted)) {
                lengths.put(wanted, given == null ? usual : given);
            } else if (given != null) {
                String others = views.stream().map(View::toString).sorted().collect(Collectors.joining(" and "));
                throw new IllegalArgumentException(
                        "`" + wanted + "` is for `view " + wanted + "` or both, got `view " + others + "`");
            }
        }
    }
}
