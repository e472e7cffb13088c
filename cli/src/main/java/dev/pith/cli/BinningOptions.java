package dev.pith.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How samples are put into bins. */
final class BinningOptions {
    @Option(
            names = "--bins",
            paramLabel = "COUNT",
            defaultValue = BinningConfiguration.DEFAULT_BINS,
            description = "Number of bins (default: ${DEFAULT-VALUE}).")
    private int bins;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "recursive",
            description =
                    "How bins are made: recursive (Dataset Quantization), exchange (a cheap alternative) or random"
                            + " (default: ${DEFAULT-VALUE}).")
    private BinningMethod method;

    @Mixin
    private ObjectiveOptions objective;

    @Option(
            names = "--stratify",
            negatable = true,
            description =
                    "Bin every class for itself, or all samples together (default: by class when there are labels).")
    private @Nullable Boolean stratify;

    @Option(
            names = "--compat",
            paramLabel = "NAME",
            defaultValue = "none",
            description =
                    "Reproduce published numbers: dq-vision (softmax twice in the gradient, sizes rounded class by class,"
                            + " last bin takes the rest, selection sorted) or dq-language (equal bins, the rest is dropped).")
    private Compat compat;

    Compat compat() {
        return compat;
    }

    /**
     * Returns the configuration of the step.
     *
     * @param labelled whether the source has labels
     * @param texts whether its samples are texts
     */
    BinningConfiguration configuration(boolean labelled, boolean texts, long seed) {
        return new BinningConfiguration(
                bins, method, objective.configuration(texts, seed), Stratify.resolve(stratify, labelled), compat, seed);
    }
}
