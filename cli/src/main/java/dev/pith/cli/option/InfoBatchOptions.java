package dev.pith.cli.option;

import dev.pith.pipeline.train.PruningSettings;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How InfoBatch prunes. */
public final class InfoBatchOptions {
    @Option(
            names = "--ratio",
            paramLabel = "SHARE",
            description = "InfoBatch: the share of the samples below the mean loss that an epoch leaves out"
                    + " (default: " + PruningSettings.DEFAULT_RATIO + ").")
    private @Nullable Double ratio;

    @Option(
            names = "--delta",
            paramLabel = "SHARE",
            description = "InfoBatch: the share of the epochs that leave samples out; the last see everything"
                    + " (default: " + PruningSchedule.DEFAULT_DELTA + ").")
    private @Nullable Double delta;

    boolean given() {
        return ratio != null || delta != null;
    }

    /** Returns the pruning, not yet begun; refuses what is out of range. */
    public InfoBatch infoBatch(int count, int epochs, long seed) {
        return new InfoBatch(new PruningSchedule(count, epochs, delta(), seed), ratio());
    }

    double ratio() {
        return ratio == null ? PruningSettings.DEFAULT_RATIO : ratio;
    }

    double delta() {
        return delta == null ? PruningSchedule.DEFAULT_DELTA : delta;
    }
}
