package dev.pith.cli;

import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.sample.Budget;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which samples are drawn from the bins. */
final class SamplingOptions {
    private static final Budget USUAL = Budget.parse("0.1");

    @Option(
            names = "--keep",
            paramLabel = "HOW-MANY",
            description = "How many samples to keep: a ratio (0.125), a percentage (12.5%%) or a count (750)"
                    + " (default: 0.1).")
    private @Nullable Budget keep;

    @Mixin
    private AmountOptions amount = new AmountOptions();

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

    /** Refuses what cannot be, before any work. */
    void check(Source source) {
        check(source.size(), source instanceof RecordSource);
    }

    /**
     * Refuses what cannot be.
     *
     * @param n the number of samples
     */
    void check(int n, boolean texts) {
        if (keep != null && amount.given()) {
            throw new IllegalArgumentException(
                    "--keep, --keep-tokens and --keep-bytes all say how much is kept; give one of them");
        }
        amount.check(texts);
        count().of(n);
    }

    /** Returns how many samples are kept, unless tokens or bytes say so. */
    Budget count() {
        return keep == null ? USUAL : keep;
    }

    AmountOptions amount() {
        return amount;
    }

    /** Returns what the manifest remembers of how much is kept. */
    Map<String, String> toMap() {
        return amount.given() ? amount.toMap() : Map.of("--keep", count().text());
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
