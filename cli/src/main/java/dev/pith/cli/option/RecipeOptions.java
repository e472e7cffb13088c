package dev.pith.cli.option;

import dev.pith.pipeline.train.RecipeSettings;
import dev.pith.sample.Budget;
import dev.pith.torch.optimize.OptimizerKind;
import dev.pith.torch.optimize.ScheduleKind;
import dev.pith.torch.train.Augmentation;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is trained. */
public final class RecipeOptions {
    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description = "How often every sample is seen (default: " + RecipeSettings.DEFAULT_EPOCHS + ").")
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
            description = "Samples in a batch (default: 128, or 16 for a tenth of the source or less, and for masks;"
                    + " of diffusion 64).")
    private @Nullable Integer batch;

    @Option(
            names = "--accumulate",
            paramLabel = "COUNT",
            defaultValue = RecipeSettings.DEFAULT_ACCUMULATE,
            description = "Batches in a step (default: ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "sgd, adam, adamw, lars or lamb (default: " + RecipeSettings.DEFAULT_OPTIMIZER
                    + ", of diffusion adam).")
    private @Nullable OptimizerKind optimizer;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The largest learning rate (default: sgd 0.05, adam and adamw 0.001, lars 5.2, lamb 0.01).")
    private @Nullable Double learningRate;

    @Option(
            names = "--momentum",
            paramLabel = "SHARE",
            description = "Momentum of sgd and lars (default: " + RecipeSettings.DEFAULT_MOMENTUM + ").")
    private @Nullable Double momentum;

    @Option(names = "--nesterov", description = "Use Nesterov's momentum with sgd.")
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
            defaultValue = RecipeSettings.DEFAULT_SCHEDULE,
            description = "The learning rate's course: one-cycle, cosine, linear, step (a tenth after 50 and 75 %%) or"
                    + " constant (default: ${DEFAULT-VALUE}).")
    private ScheduleKind schedule;

    @Option(
            names = "--warmup",
            paramLabel = "HOW-LONG",
            description =
                    "Let the learning rate rise from 0 over the first steps: a share of them (5%%, 0.05) or a count.")
    private @Nullable Budget warmup;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = RecipeSettings.DEFAULT_LABEL_SMOOTHING,
            description = "The share of every target that is spread over all classes (default: ${DEFAULT-VALUE}).")
    private double labelSmoothing;

    @Option(
            names = "--augment",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Vary the images of every batch, and their masks alike: scale, crop, flip, color, cutout, mixup,"
                            + " cutmix, with commas between.")
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

    /**
     * Returns the settings.
     *
     * @param usual the optimizer of the task
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public RecipeSettings settings(OptimizerKind usual) {
        return RecipeSettings.builder()
                .epochs(epochs)
                .steps(steps)
                .batch(batch)
                .accumulate(accumulate)
                .optimizer(optimizer == null ? usual : optimizer)
                .learningRate(learningRate)
                .momentum(momentum)
                .nesterov(nesterov)
                .weightDecay(weightDecay)
                .spareBiases(spareBiases)
                .schedule(schedule)
                .warmUp(warmup)
                .labelSmoothing(labelSmoothing)
                .augmentations(augmentations)
                .bfloat16(bfloat16)
                .channelsLast(channelsLast)
                .build();
    }
}
