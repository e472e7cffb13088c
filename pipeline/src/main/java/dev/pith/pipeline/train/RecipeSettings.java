package dev.pith.pipeline.train;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.run.Choices;
import dev.pith.sample.Budget;
import dev.pith.torch.optimize.Optimizer.Regular;
import dev.pith.torch.optimize.OptimizerKind;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.optimize.ScheduleKind;
import dev.pith.torch.train.Augmentation;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained, before it is known on how many samples.
 *
 * @param epochs how often every sample is seen; null when {@code steps} says how long
 * @param steps how often the weights change; null when {@code epochs} says how long
 * @param batch samples in a batch; null for {@link Recipe#usualBatch}
 * @param accumulate batches in a step
 * @param learningRate the largest, positive
 * @param momentum of SGD and LARS
 * @param nesterov whether SGD looks ahead
 * @param weightDecay at least 0
 * @param spareBiases whether biases and normalization are left out of weight decay, and of the scaling of LARS and LAMB
 * @param warmUp over which part of the steps the learning rate rises from 0; null for none
 * @param labelSmoothing the share of every target that is spread over all classes, in [0, 1)
 * @param augmentations what varies the images
 */
public record RecipeSettings(
        @Nullable Integer epochs,
        @Nullable Integer steps,
        @Nullable Integer batch,
        int accumulate,
        OptimizerKind optimizer,
        double learningRate,
        double momentum,
        boolean nesterov,
        double weightDecay,
        boolean spareBiases,
        ScheduleKind schedule,
        @Nullable Budget warmUp,
        double labelSmoothing,
        Set<Augmentation> augmentations,
        boolean bfloat16,
        boolean channelsLast) {
    /** Epochs unless told otherwise. */
    public static final int DEFAULT_EPOCHS = 20;

    /** Batches in a step unless told otherwise. */
    public static final String DEFAULT_ACCUMULATE = "1";

    /** The optimizer unless told otherwise. */
    public static final String DEFAULT_OPTIMIZER = "sgd";

    /** The learning rate's course unless told otherwise. */
    public static final String DEFAULT_SCHEDULE = "one-cycle";

    /** The share of every target that is spread over all classes unless told otherwise. */
    public static final String DEFAULT_LABEL_SMOOTHING = "0";

    /** Momentum of SGD and LARS unless told otherwise. */
    public static final double DEFAULT_MOMENTUM = 0.9;

    /** 20 epochs of SGD with momentum on a one-cycle schedule. */
    public static final RecipeSettings DEFAULT = builder().build();

    private static final String NONE = "none";

    /** Refuses what is out of range, and options that contradict each other. */
    public RecipeSettings {
        if ((epochs == null) == (steps == null)) {
            throw new IllegalArgumentException("`epochs` and `steps` both say how long to train; give one");
        }
        if (nesterov && optimizer != OptimizerKind.SGD) {
            throw new IllegalArgumentException("`nesterov` is for sgd, got " + optimizer);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr` must be a positive number, got " + learningRate);
        }
        augmentations = Set.copyOf(augmentations);
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns whether the training is so many steps long, however many samples there are. */
    public boolean inSteps() {
        return steps != null;
    }

    /**
     * Returns the recipe.
     *
     * @param samples how many are trained on
     * @param sourceSize how many the source has
     * @throws IllegalArgumentException when a value is out of range
     */
    public Recipe recipe(int samples, int sourceSize, long seed) {
        return recipeOf(samples, Recipe.usualBatch(samples, sourceSize), seed);
    }

    /**
     * Returns the recipe likewise.
     *
     * @param usualBatch the samples of a batch where these settings leave that open
     */
    Recipe recipeOf(int samples, int usualBatch, long seed) {
        Recipe.Builder recipe = Recipe.builder()
                .batch(batch != null ? batch : usualBatch)
                .accumulate(accumulate)
                .rule(optimizer.rule(momentum, nesterov, weightDecay))
                .regular(spareBiases ? Regular.WEIGHTS : Regular.ALL)
                .labelSmoothing(labelSmoothing)
                .augmentations(augmentations)
                .precision(new Precision(bfloat16, channelsLast))
                .seed(seed);
        if (steps != null) {
            recipe.steps(steps);
        } else if (epochs != null) {
            recipe.epochs(epochs);
        }
        Schedule rates = schedule.schedule(learningRate);
        return recipe.schedule(warmed(rates, warmUp, recipe.build().totalSteps(samples)))
                .build();
    }

    /**
     * Lets learning rates rise from 0 over a part of a training's steps.
     *
     * @param warmUp null for none
     * @param total how many steps there are
     */
    public static Schedule warmed(Schedule rates, @Nullable Budget warmUp, long total) {
        if (warmUp == null) {
            return rates;
        }
        double share = warmUp.share() == null
                ? (double) warmUp.count() / total
                : warmUp.share().doubleValue();
        return new Schedule.WarmUp(Math.min(1, share), rates);
    }

    /** Returns what the manifest remembers of a recipe made of these settings. */
    public Map<String, String> toMap(Recipe recipe) {
        Map<String, String> map = new LinkedHashMap<>();
        if (steps == null) {
            map.put("epochs", Integer.toString(recipe.epochs()));
        } else {
            map.put("steps", Long.toString(recipe.steps()));
        }
        map.put("batch", Integer.toString(recipe.batch()));
        map.put("accumulate", Integer.toString(accumulate));
        map.put("optimizer", optimizer.toString());
        map.put("lr", Double.toString(learningRate));
        if (optimizer.hasMomentum()) {
            map.put("momentum", Double.toString(momentum));
            map.put("nesterov", Boolean.toString(nesterov));
        }
        map.put("weight-decay", Double.toString(weightDecay));
        map.put("spare-biases", Boolean.toString(spareBiases));
        map.put("schedule", schedule.toString());
        map.put("warmup", warmUp == null ? NONE : warmUp.text());
        map.put("label-smoothing", Double.toString(labelSmoothing));
        map.put(
                "augment",
                augmentations.isEmpty()
                        ? NONE
                        : augmentations.stream()
                                .sorted()
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(",")));
        map.put("bfloat16", Boolean.toString(bfloat16));
        map.put("channels-last", Boolean.toString(channelsLast));
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static RecipeSettings of(Map<String, String> map) {
        Builder settings = builder()
                .batch(whole(map, "batch"))
                .accumulate(whole(map, "accumulate"))
                .optimizer(Choices.of(OptimizerKind.class, map.get("optimizer")))
                .learningRate(number(map, "lr"))
                .nesterov(Boolean.parseBoolean(map.get("nesterov")))
                .weightDecay(number(map, "weight-decay"))
                .spareBiases(Boolean.parseBoolean(map.get("spare-biases")))
                .schedule(Choices.of(ScheduleKind.class, map.get("schedule")))
                .labelSmoothing(number(map, "label-smoothing"))
                .bfloat16(Boolean.parseBoolean(map.get("bfloat16")))
                .channelsLast(Boolean.parseBoolean(map.get("channels-last")));
        if (map.containsKey("steps")) {
            settings.steps(whole(map, "steps"));
        } else {
            settings.epochs(whole(map, "epochs"));
        }
        if (map.containsKey("momentum")) {
            settings.momentum(number(map, "momentum"));
        }
        if (!NONE.equals(map.get("warmup"))) {
            settings.warmUp(Budget.parse(text(map, "warmup")));
        }
        if (!NONE.equals(map.get("augment"))) {
            settings.augmentations(Arrays.stream(text(map, "augment").split(",", -1))
                    .map(kind -> Augmentation.valueOf(kind.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Augmentation.class))));
        }
        return settings.build();
    }

    /** Builds settings; what is not set, or set to null, is as usual, which for some depends on the optimizer. */
    public static final class Builder {
        private @Nullable Integer epochs;
        private @Nullable Integer steps;
        private @Nullable Integer batch;
        private int accumulate = Integer.parseInt(DEFAULT_ACCUMULATE);
        private OptimizerKind optimizer = Choices.of(OptimizerKind.class, DEFAULT_OPTIMIZER);
        private @Nullable Double learningRate;
        private @Nullable Double momentum;
        private boolean nesterov;
        private @Nullable Double weightDecay;
        private boolean spareBiases;
        private ScheduleKind schedule = Choices.of(ScheduleKind.class, DEFAULT_SCHEDULE);
        private @Nullable Budget warmUp;
        private double labelSmoothing = Double.parseDouble(DEFAULT_LABEL_SMOOTHING);
        private Set<Augmentation> augmentations = Set.of();
        private boolean bfloat16;
        private boolean channelsLast;

        private Builder() {}

        /** Sets how often every sample is seen. */
        public Builder epochs(@Nullable Integer count) {
            epochs = count;
            return this;
        }

        /** Sets how often the weights change, in place of epochs. */
        public Builder steps(@Nullable Integer count) {
            steps = count;
            return this;
        }

        /** Sets the samples of a batch. */
        public Builder batch(@Nullable Integer count) {
            batch = count;
            return this;
        }

        /** Sets the batches of a step. */
        public Builder accumulate(int count) {
            accumulate = count;
            return this;
        }

        /** Sets the optimizer. */
        public Builder optimizer(OptimizerKind choice) {
            optimizer = choice;
            return this;
        }

        /** Sets the largest learning rate. */
        public Builder learningRate(@Nullable Double rate) {
            learningRate = rate;
            return this;
        }

        /**
         * Sets the momentum.
         *
         * @throws IllegalArgumentException on {@link #build()}, when the optimizer has none
         */
        public Builder momentum(@Nullable Double share) {
            momentum = share;
            return this;
        }

        /** Sets whether SGD looks ahead. */
        public Builder nesterov(boolean ahead) {
            nesterov = ahead;
            return this;
        }

        /** Sets the weight decay. */
        public Builder weightDecay(@Nullable Double rate) {
            weightDecay = rate;
            return this;
        }

        /** Sets whether biases and normalization are spared. */
        public Builder spareBiases(boolean spare) {
            spareBiases = spare;
            return this;
        }

        /** Sets the course of the learning rate. */
        public Builder schedule(ScheduleKind choice) {
            schedule = choice;
            return this;
        }

        /** Sets over which part of the steps the learning rate rises from 0. */
        public Builder warmUp(@Nullable Budget part) {
            warmUp = part;
            return this;
        }

        /** Sets the share of every target that is spread over all classes. */
        public Builder labelSmoothing(double share) {
            labelSmoothing = share;
            return this;
        }

        /** Sets what varies the images. */
        public Builder augmentations(Set<Augmentation> kinds) {
            augmentations = kinds;
            return this;
        }

        /** Sets whether it is computed in bfloat16 where that is safe. */
        public Builder bfloat16(boolean half) {
            bfloat16 = half;
            return this;
        }

        /** Sets whether the channels of a pixel lie side by side in memory. */
        public Builder channelsLast(boolean last) {
            channelsLast = last;
            return this;
        }

        /** Returns the settings. */
        public RecipeSettings build() {
            if (momentum != null && !optimizer.hasMomentum()) {
                throw new IllegalArgumentException("`momentum` is for sgd and lars, got " + optimizer);
            }
            return new RecipeSettings(
                    epochs == null && steps == null ? Integer.valueOf(DEFAULT_EPOCHS) : epochs,
                    steps,
                    batch,
                    accumulate,
                    optimizer,
                    learningRate == null ? optimizer.learningRate() : learningRate,
                    momentum == null ? DEFAULT_MOMENTUM : momentum,
                    nesterov,
                    weightDecay == null ? optimizer.weightDecay() : weightDecay,
                    spareBiases,
                    schedule,
                    warmUp,
                    labelSmoothing,
                    augmentations,
                    bfloat16,
                    channelsLast);
        }
    }
}
