package dev.pith.cli;

import dev.pith.run.MemoryLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command may use the machine and an older run. */
final class WorkOptions {
    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Stop before a step that would need more, for example 4g (default: 80 %% of the memory of the"
                    + " machine or its container).")
    private @Nullable MemoryLimit memory;

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            description = "Threads to work with (default: one per processor); results do not depend on it, but for"
                    + " roundings in the training of networks with batch normalization.")
    private @Nullable Integer threads;

    @Option(names = "--force", description = "Make anew what an older run in this directory made otherwise.")
    private boolean force;

    MemoryLimit memory() {
        return memory == null ? MemoryLimit.ofMachine() : memory;
    }

    int threads() {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (count < 1) {
            throw new IllegalArgumentException("--threads must be at least 1, got " + count);
        }
        return count;
    }

    boolean force() {
        return force;
    }
}
