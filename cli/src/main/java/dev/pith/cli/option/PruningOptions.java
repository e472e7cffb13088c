package dev.pith.cli.option;

import dev.pith.pipeline.train.PruningSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each epoch of a training sees. */
public final class PruningOptions {
    @Option(
            names = "--infobatch",
            description =
                    "Use InfoBatch: leave out of each epoch a random part of the samples whose loss is below the mean,"
                            + " and let the rest of those count for more.")
    private boolean infoBatch;

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
        if (!infoBatch && options.given()) {
            throw new IllegalArgumentException("--ratio and --delta are for --infobatch");
        }
        return new PruningSettings(infoBatch, options.ratio(), options.delta(), scores);
    }
}
