package dev.pith.cli.option;

import dev.pith.pipeline.condense.CondensedEvaluationSettings;
import dev.pith.pipeline.condense.SearchSettings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which networks are searched among, and by what. */
public final class SearchOptions {
    @Option(
            names = "--proxy",
            paramLabel = "RUN",
            arity = "1..*",
            description = "Runs of pith condense: networks are trained on their images in place of everything.")
    private List<Path> proxies = List.of();

    @Option(
            names = "--depths",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = SearchSettings.DEFAULT_DEPTHS,
            description = "Blocks of the convnets, 1 to 4 (default: ${DEFAULT-VALUE}).")
    private List<Integer> depths;

    @Option(
            names = "--widths",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = SearchSettings.DEFAULT_WIDTHS,
            description = "Their channels, 32 to 256 (default: ${DEFAULT-VALUE}).")
    private List<Integer> widths;

    @Option(
            names = "--activations",
            paramLabel = "NAME",
            split = ",",
            defaultValue = SearchSettings.DEFAULT_ACTIVATIONS,
            description = "Of sigmoid, relu, leakyrelu and swish (default: ${DEFAULT-VALUE}).")
    private List<String> activations;

    @Option(
            names = "--norms",
            paramLabel = "NAME",
            split = ",",
            defaultValue = SearchSettings.DEFAULT_NORMALIZATIONS,
            description = "Of none, batchnorm, layernorm, instancenorm and groupnorm (default: ${DEFAULT-VALUE}).")
    private List<String> normalizations;

    @Option(
            names = "--poolings",
            paramLabel = "NAME",
            split = ",",
            defaultValue = SearchSettings.DEFAULT_POOLINGS,
            description = "Of none, maxpooling and avgpooling (default: ${DEFAULT-VALUE}).")
    private List<String> poolings;

    @Option(
            names = "--eval-seeds",
            paramLabel = "COUNT",
            defaultValue = SearchSettings.DEFAULT_SEEDS,
            description = "How often each network is trained on each set of images (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--eval-epochs",
            paramLabel = "COUNT",
            defaultValue = CondensedEvaluationSettings.DEFAULT_EPOCHS,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description =
                    "Epochs of trainings on a few images (default: as the papers, 1,000 where they are varied, else 300).")
    private int epochs;

    @Option(
            names = "--all-epochs",
            paramLabel = "COUNT",
            defaultValue = CondensedEvaluationSettings.DEFAULT_ALL_EPOCHS,
            description = "Epochs of the trainings on everything (default: ${DEFAULT-VALUE}).")
    private int allEpochs;

    /** Returns the runs of condensed images. */
    public List<Path> proxies() {
        return proxies;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public SearchSettings settings(long seed) {
        return new SearchSettings(
                depths, widths, activations, normalizations, poolings, seeds, epochs, allEpochs, seed);
    }
}
