package dev.pith.cli;

import dev.pith.sample.Budget;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples are drawn from the bins. */
final class SamplingOptions {
    @Option(
            names = "--keep",
            paramLabel = "HOW-MANY",
            defaultValue = "0.1",
            description = "How many samples to keep: a ratio (0.125), a percentage (12.5%%) or a count (750)"
                    + " (default: ${DEFAULT-VALUE}).")
    private Budget keep;

    @Option(
            names = "--include",
            paramLabel = "FILE",
            description = "Ids or keys, one a line, that are kept in any case.")
    private @Nullable Path include;

    @Option(names = "--exclude", paramLabel = "FILE", description = "Ids or keys, one a line, that are never kept.")
    private @Nullable Path exclude;

    /** Returns what the command line gives when it says no more than how many. */
    static SamplingOptions keeping(Budget keep) {
        SamplingOptions options = new SamplingOptions();
        options.keep = keep;
        return options;
    }

    Budget keep() {
        return keep;
    }

    @Nullable
    Path include() {
        return include;
    }

    @Nullable
    Path exclude() {
        return exclude;
    }
}
