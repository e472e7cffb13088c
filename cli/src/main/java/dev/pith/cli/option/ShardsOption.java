package dev.pith.cli.option;

import dev.pith.quantize.Shards;
import picocli.CommandLine.Option;

/** Whether large classes are binned or ranked in parts. */
public final class ShardsOption {
    @Option(
            names = "--shards",
            paramLabel = "COUNT|auto",
            defaultValue = Shards.DEFAULT,
            description =
                    "Take random parts of every class, or of everything as one, each for itself: much faster where"
                            + " many samples are compared, and not the same result; auto for parts of " + Shards.MOST
                            + " samples at most (default: ${DEFAULT-VALUE}).")
    private Shards shards;

    /** Returns the parts. */
    public Shards value() {
        return shards;
    }
}
