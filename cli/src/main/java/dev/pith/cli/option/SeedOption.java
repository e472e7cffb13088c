package dev.pith.cli.option;

import picocli.CommandLine.Option;

/** The seed of everything random. */
public final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    public long value() {
        return seed;
    }
}
