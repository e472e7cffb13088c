package dev.pith.cli;

import dev.pith.sample.Budget;
import dev.pith.torch.train.Augmentation;
import dev.pith.torch.train.Optimizer.Regular;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Schedule;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is trained. */
final class RecipeOptions {
    private static final int EPOCHS = 20;
    private static final double MOMENTUM = 0.9;

    @Option(names = "--epochs", paramLabel = "COUNT", description = "How often every sample is seen (default: 20).")
    private @Nullable Integer epochs;

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            description =
                    "How often the weights change, in place of --epochs: the same work for any number of samples.")
    private @Nullable Integer steps;

    @Option(
            names = "--batch",
            paramLabel = "COUNT",
            description = "Samples in a batch (default: 128, or 16 for a tenth of the source or less).")
    private @Nullable Integer batch;

    @Option(
            names = "--accumulate",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Batches in a step (default: ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "sgd",
            description = "sgd, adam, adamw, lars or lamb (default: ${DEFAULT-VALUE}).")
    private OptimizerChoice optimizer;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The largest learning rate (default: sgd 0.05, adam and adamw 0.001, lars 5.2, lamb 0.01).")
    private @Nullable Double learningRate;

    @Option(names = "--momentum", paramLabel = "SHARE", description = "Momentum of sgd and lars (default: 0.9).")
    private @Nullable Double momentum;

    @Option(names = "--nesterov", description = "Let sgd look ahead.")
    private boolean nesterov;

    @Option(
            names = "--weight-decay",
            paramLabel = "RATE",
            description = "Weight decay (default: sgd, lars and lamb 0.0005, adam 0, adamw 0.05).")
    private @Nullable Double weightDecay;

    @Option(
            names = "--spare-biases",
            description = "Leave biases and normalization out of weight decay, and of the scaling of lars and lamb.")
    private boolean spareBiases;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            defaultValue = "one-cycle",
            description = "The learning rate's course: one-cycle, cosine, step (a tenth after 50 and 75 %%) or constant"
                    + " (default: ${DEFAULT-VALUE}).")
    private ScheduleChoice schedule;

    @Option(
            names = "--warmup",
            paramLabel = "HOW-LONG",
            description = "Let the learning rate rise from 0 over a part of the steps: 5%%, 0.05 or a count.")
    private @Nullable Budget warmup;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "The share of every target that is spread over all classes (default: ${DEFAULT-VALUE}).")
    private double labelSmoothing;

    @Option(
            names = "--augment",
            paramLabel = "KIND",
            split = ",",
            description = "Vary the images: crop, flip, cutout, mixup, cutmix, with commas between.")
    private Set<Augmentation> augmentations = EnumSet.noneOf(Augmentation.class);

    @Option(
            names = "--bfloat16",
            description =
                    "Compute in bfloat16 where that is safe: faster on processors with matrix units, slower on others.")
    private boolean bfloat16;

    @Option(
            names = "--channels-last",
            description =
                    "Keep the channels of a pixel side by side in memory: faster on some machines, slower on others.")
    private boolean channelsLast;

    /** Returns whether the training is so many steps long, however many samples there are. */
    boolean inSteps() {
        return steps != null;
    }

    /**
     * Returns the recipe.
     *
     * @param samples how many are trained on
     * @param of how many the source has
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    Recipe recipe(int samples, int of, long seed) {
        if (epochs != null && steps != null) {
            throw new IllegalArgumentException("--epochs and --steps both say how long to train; give one");
        }
        if (momentum != null && !optimizer.hasMomentum()) {
            throw new IllegalArgumentException("--momentum is for sgd and lars, got " + optimizer);
        }
        if (nesterov && optimizer != OptimizerChoice.SGD) {
            throw new IllegalArgumentException("--nesterov is for sgd, got " + optimizer);
        }
        if (!(learningRate() > 0 && learningRate() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--lr must be a positive number, got " + learningRate());
        }
        Recipe.Builder recipe = Recipe.builder()
                .batch(batch != null ? batch : Recipe.usualBatch(samples, of))
                .accumulate(accumulate)
                .rule(optimizer.rule(momentum(), nesterov, weightDecay()))
                .regular(spareBiases ? Regular.WEIGHTS : Regular.ALL)
                .labelSmoothing(labelSmoothing)
                .augmentations(augmentations)
                .precision(new Precision(bfloat16, channelsLast))
                .seed(seed);
        if (steps != null) {
            recipe.steps(steps);
        } else {
            recipe.epochs(epochs == null ? EPOCHS : epochs);
        }
        return recipe.schedule(schedule(recipe.build().totalSteps(samples))).build();
    }

    private Schedule schedule(long total) {
        Schedule rates = schedule.schedule(learningRate());
        if (warmup == null) {
            return rates;
        }
        double share = warmup.share() == null
                ? (double) warmup.count() / total
                : warmup.share().doubleValue();
        return new Schedule.WarmUp(Math.min(1, share), rates);
    }

    private double learningRate() {
        return learningRate == null ? optimizer.learningRate() : learningRate;
    }

    private double momentum() {
        return momentum == null ? MOMENTUM : momentum;
    }

    private double weightDecay() {
        return weightDecay == null ? optimizer.weightDecay() : weightDecay;
    }

    /** Returns what the manifest remembers of a recipe made by these options: option name to value. */
    Map<String, String> toMap(Recipe recipe) {
        Map<String, String> map = new LinkedHashMap<>();
        if (steps == null) {
            map.put("--epochs", Integer.toString(recipe.epochs()));
        } else {
            map.put("--steps", Long.toString(recipe.steps()));
        }
        map.put("--batch", Integer.toString(recipe.batch()));
        map.put("--accumulate", Integer.toString(accumulate));
        map.put("--optimizer", optimizer.toString());
        map.put("--lr", Double.toString(learningRate()));
        if (optimizer.hasMomentum()) {
            map.put("--momentum", Double.toString(momentum()));
            map.put("--nesterov", Boolean.toString(nesterov));
        }
        map.put("--weight-decay", Double.toString(weightDecay()));
        map.put("--spare-biases", Boolean.toString(spareBiases));
        map.put("--schedule", schedule.toString());
        map.put("--warmup", warmup == null ? "none" : warmup.text());
        map.put("--label-smoothing", Double.toString(labelSmoothing));
        map.put(
                "--augment",
                augmentations.isEmpty()
                        ? "none"
                        : augmentations.stream()
                                .sorted()
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(",")));
        map.put("--bfloat16", Boolean.toString(bfloat16));
        map.put("--channels-last", Boolean.toString(channelsLast));
        return map;
    }
}
