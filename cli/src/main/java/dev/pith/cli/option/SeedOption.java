package dev.pith.cli.option;

import dev.pith.pipeline.Quantization;
import picocli.CommandLine.Option;

/** The seed of everything random. */
public final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = Quantization.DEFAULT_SEED,
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    public long value() {
        return seed;
    }
}
