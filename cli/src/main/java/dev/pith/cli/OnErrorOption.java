package dev.pith.cli;

import picocli.CommandLine.Option;

/** What to do with samples that cannot be used. */
final class OnErrorOption {
    @Option(
            names = "--on-error",
            paramLabel = "WHAT",
            defaultValue = "fail",
            description =
                    "What to do with unreadable images and with features that are NaN, infinite or all zero: fail, or"
                            + " skip and list them in the run (default: ${DEFAULT-VALUE}).")
    private OnError value;

    OnError value() {
        return value;
    }
}
