package dev.pith.cli.option;

import dev.pith.pipeline.selection.Stratify;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.Published;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How samples are put into bins. */
public final class BinningOptions {
    @Option(
            names = "--bins",
            paramLabel = "COUNT",
            defaultValue = BinningSettings.DEFAULT_BINS,
            description = "Number of bins (default: ${DEFAULT-VALUE}).")
    private int bins;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = BinningSettings.DEFAULT_METHOD,
            completionCandidates = BinningName.Names.class,
            description =
                    "How bins are made: recursive (Dataset Quantization), exchange (a cheap alternative) or random; or"
                            + " auto, for quantize of images with labels: no bins, but the ranking that held-out training"
                            + " samples speak for, as pith select has it (default: ${DEFAULT-VALUE}).")
    private BinningName method;

    @Mixin
    private ObjectiveOptions objective;

    @Option(
            names = "--stratify",
            negatable = true,
            description = "Bin each class by itself, or with --no-stratify all samples together (default: by class when"
                    + " there are labels).")
    private @Nullable Boolean stratify;

    @Option(
            names = "--compat",
            paramLabel = "NAME",
            defaultValue = Published.DEFAULT,
            description =
                    "Reproduce published numbers: dq-vision (softmax twice in the gradient, sizes rounded class by"
                            + " class, last bin takes the rest, selection sorted) or dq-language (equal bins, the rest"
                            + " is dropped).")
    private Published compat;

    @Mixin
    private ShardsOption shards;

    public Published compat() {
        return compat;
    }

    /** Returns whether there are no bins, but a ranking that held-out samples speak for. */
    public boolean isAuto() {
        return method.method().isEmpty();
    }

    /**
     * Returns the configuration of the step; without bins, of the usual ones with what else is said.
     *
     * @param labelled whether the source has labels
     * @param texts whether its samples are texts
     */
    public BinningSettings configuration(boolean labelled, boolean texts, long seed) {
        return new BinningSettings(
                bins,
                method.method().orElse(BinningMethod.RECURSIVE),
                objective.configuration(texts, seed),
                Stratify.resolve(stratify, labelled),
                compat,
                shards.value(),
                seed);
    }
}
