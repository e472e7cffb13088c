package dev.pith.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images networks are tested on. */
public final class TestOptions {
    @Option(
            names = "--test",
            paramLabel = "SOURCE",
            description = "Labelled images to test on (default: the test part of a data set that comes in two).")
    private @Nullable String test;

    /** Returns what is given, or null. */
    public @Nullable String value() {
        return test;
    }
}
