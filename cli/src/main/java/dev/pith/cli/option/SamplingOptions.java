package dev.pith.cli.option;

import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which samples are drawn from the bins. */
public final class SamplingOptions {
    @Option(
            names = "--keep",
            paramLabel = "HOW-MANY",
            description = "How many samples to keep: a ratio (0.125), a percentage (12.5%%) or a count (750)"
                    + " (default: " + SampleSettings.DEFAULT_KEEP + ").")
    private @Nullable Budget keep;

    @Mixin
    private AmountOptions amount;

    @Option(
            names = "--include",
            paramLabel = "FILE",
            description = "File of ids or keys, one a line, that are kept in any case.")
    private @Nullable Path include;

    @Option(
            names = "--exclude",
            paramLabel = "FILE",
            description =
                    "File of ids or keys, one a line, that are never kept; or issues, for what pith check found in"
                            + " the run that is better left out.")
    private @Nullable Path exclude;

    @Option(
            names = "--bins-share",
            paramLabel = "HOW",
            description =
                    "How large a part each bin gets: equal, or adaptive, by how representative and how diverse its"
                            + " samples are (default: " + BinsShare.DEFAULT + ").")
    private BinsShare binsShare = BinsShare.EQUAL;

    /**
     * Returns the settings.
     *
     * @param texts whether the samples are texts
     * @throws IllegalArgumentException when options contradict each other or the samples
     */
    public SampleSettings settings(boolean texts, long seed) {
        if (keep != null && amount.given()) {
            throw new IllegalArgumentException(
                    "--keep, --keep-tokens and --keep-bytes all say how much is kept; give one of them");
        }
        return new SampleSettings(
                keep == null ? SampleSettings.DEFAULT.keep() : keep,
                amount.budget(texts),
                include,
                exclude,
                binsShare,
                seed);
    }
}
