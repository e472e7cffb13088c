package dev.pith.cli.option;

import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.ExpertSettings;
import dev.pith.pipeline.condense.Strategies;
import dev.pith.torch.condense.ExpertRecipe;
import dev.pith.torch.condense.SiameseAugmentation;
import picocli.CommandLine.Option;

/** Which experts are trained. */
public final class ExpertOptions {
    @Option(
            names = "--experts",
            paramLabel = "COUNT",
            defaultValue = ExpertSettings.DEFAULT_COUNT,
            description = "How many networks are trained (default: ${DEFAULT-VALUE}; the papers train 100 and more).")
    private int count;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = CondenseSettings.DEFAULT_NETWORK,
            description = "The network (default: ${DEFAULT-VALUE}; convnet-width32 takes a tenth of the time).")
    private String network;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            defaultValue = ExpertSettings.DEFAULT_EPOCHS,
            description = "Epochs of each training (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = ExpertSettings.DEFAULT_RATE,
            description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--dsa-strategy",
            paramLabel = "PARTS",
            defaultValue = SiameseAugmentation.USUAL,
            description =
                    "How images are varied: color, crop, cutout, flip, scale, rotate joined by _, or none (default:"
                            + " all of them).")
    private String strategy;

    @Option(
            names = "--flat",
            description = "Lead the trainings along flat trajectories, as ftd wants it; takes twice the time.")
    private boolean flat;

    @Option(names = "--zca", description = "Whiten the images first (ZCA), as the papers do with CIFAR.")
    private boolean whiten;

    @Option(names = "--half", description = "Store weights in 16 bits, half the space.")
    private boolean half;

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public ExpertSettings settings(long seed) {
        SiameseAugmentation augmentation = Strategies.parse(strategy, false);
        return new ExpertSettings(
                count, new ExpertRecipe(network, epochs, rate, augmentation, flat, half, seed), whiten);
    }
}
