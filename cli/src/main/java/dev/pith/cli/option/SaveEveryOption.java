package dev.pith.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often long work is saved. */
public final class SaveEveryOption {
    @Option(
            names = "--save-every",
            paramLabel = "COUNT",
            description = "Save after so many epochs (of condense: iterations); a killed command goes on from there"
                    + " (default: at most once a minute).")
    private @Nullable Integer count;

    /** Returns the number, or null when none is given. */
    public @Nullable Integer value() {
        if (count != null && count < 1) {
            throw new IllegalArgumentException("--save-every must be at least 1, got " + count);
        }
        return count;
    }
}
