package dev.pith.cli.option;

import dev.pith.pipeline.train.PruningSettings;
import dev.pith.prune.PruningKind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each epoch of a training sees. */
public final class PruningOptions {
    @Option(
            names = "--prune",
            paramLabel = "KIND",
            description =
                    "Leave samples out of each epoch: infobatch (a random part of those whose loss is below the mean,"
                            + " the rest of them counting for more), infobatch-tiers (by quantiles of the loss, as much"
                            + " as --spare says), random-subsets (anew every epoch) or seta (a window that slides from"
                            + " easy to hard).")
    private @Nullable PruningKind kind;

    @Option(names = "--infobatch", description = "Short for --prune infobatch.")
    private boolean infoBatch;

    @Mixin
    private SpareOption spare;

    @Mixin
    private InfoBatchOptions options;

    @Option(
            names = "--sample-by",
            paramLabel = "FILE",
            description =
                    "Draw the samples of each epoch, with replacement, by a score of each: an npy with one per sample"
                            + " of the source.")
    private @Nullable Path scores;

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public PruningSettings settings() {
        PruningKind chosen = chosen();
        if (chosen != PruningKind.INFOBATCH && options.given()) {
            throw new IllegalArgumentException("--ratio and --delta are for --infobatch");
        }
        if (!chosen.sparesAsAsked() && spare.given()) {
            throw new IllegalArgumentException("--spare is for --prune infobatch-tiers, random-subsets and seta");
        }
        return new PruningSettings(chosen, options.ratio(), options.delta(), spare.value(), scores);
    }

    private PruningKind chosen() {
        if (infoBatch && kind != null && kind != PruningKind.INFOBATCH) {
            throw new IllegalArgumentException("--infobatch is short for --prune infobatch, got --prune " + kind);
        }
        return infoBatch ? PruningKind.INFOBATCH : kind == null ? PruningKind.NONE : kind;
    }
}
