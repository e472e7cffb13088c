package dev.pith.cli;

import picocli.CommandLine.Option;

/** The seed of everything random. */
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    long value() {
        return seed;
    }
}
