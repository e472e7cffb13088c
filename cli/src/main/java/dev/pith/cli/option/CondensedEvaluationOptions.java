package dev.pith.cli.option;

import dev.pith.pipeline.condense.CondensedEvaluationSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** How condensed images are evaluated. */
public final class CondensedEvaluationOptions {
    @Option(
            names = "--eval-nets",
            paramLabel = "POOL|NAME",
            split = ",",
            defaultValue = CondensedEvaluationSettings.DEFAULT_POOLS,
            description =
                    "Networks that are trained on the images: names, or the papers' pools, with commas between: S (the"
                            + " condensing network, instances normalized where it is batches), SS (exactly it), M"
                            + " (several kinds), B (batch normalization), W (widths), D (depths), A (activations), P"
                            + " (poolings), N (normalizations) (default: ${DEFAULT-VALUE}).")
    private List<String> pools;

    @Option(
            names = "--eval-seeds",
            paramLabel = "COUNT",
            defaultValue = CondensedEvaluationSettings.DEFAULT_SEEDS,
            description = "How often each is trained, from new random weights (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--eval-epochs",
            paramLabel = "COUNT",
            defaultValue = CondensedEvaluationSettings.DEFAULT_EPOCHS,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description =
                    "Epochs of these trainings (default: as the papers, 1,000 where images are varied, else 300).")
    private int epochs;

    @Option(
            names = "--all-epochs",
            paramLabel = "COUNT",
            defaultValue = CondensedEvaluationSettings.DEFAULT_ALL_EPOCHS,
            description = "Epochs of one training on everything, which the images are compared with as well; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int allEpochs;

    @Option(names = "--curve", description = "Evaluate the images as they were on the way, too.")
    private boolean curve;

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public CondensedEvaluationSettings settings() {
        return new CondensedEvaluationSettings(pools, seeds, epochs, allEpochs, curve);
    }
}
