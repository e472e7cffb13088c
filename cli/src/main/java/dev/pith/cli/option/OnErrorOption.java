package dev.pith.cli.option;

import dev.pith.pipeline.session.OnError;
import picocli.CommandLine.Option;

/** What to do with samples that cannot be used. */
public final class OnErrorOption {
    @Option(
            names = "--on-error",
            paramLabel = "WHAT",
            defaultValue = OnError.DEFAULT,
            description =
                    "What to do with unreadable images and with features that are NaN, infinite or all zero: fail, or"
                            + " skip and list them in the run (default: ${DEFAULT-VALUE}).")
    private OnError value;

    public OnError value() {
        return value;
    }
}
