package dev.pith.cli.option;

import dev.pith.prune.PruningKind;
import dev.pith.sample.Budget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much pruning spares. */
public final class SpareOption {
    @Option(
            names = "--spare",
            paramLabel = "SHARE",
            description = "The share of all samples that would be seen (40%%, 0.4) that each of --prune but infobatch"
                    + " spares (default: " + PruningKind.DEFAULT_SPARE + ").")
    private @Nullable Budget spare;

    boolean given() {
        return spare != null;
    }

    /** Returns the share; refuses a count. */
    double value() {
        if (spare == null) {
            return PruningKind.DEFAULT_SPARE;
        }
        if (spare.share() == null) {
            throw new IllegalArgumentException("--spare is a share, such as 40% or 0.4, got " + spare.text());
        }
        return spare.share().doubleValue();
    }
}
