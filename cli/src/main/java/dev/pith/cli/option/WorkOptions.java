package dev.pith.cli.option;

import dev.pith.pipeline.session.WorkSettings;
import dev.pith.run.MemoryLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command may use the machine and an older run. */
public final class WorkOptions {
    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "Stop before a step that needs more memory than this, such as 4g (default: 80 %% of the memory of"
                            + " the machine or its container).")
    private @Nullable MemoryLimit memory;

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            description =
                    "Threads to work with (default: one per processor). Results are the same for any number, but for"
                            + " the rounding of networks with batch normalization when they are trained.")
    private @Nullable Integer threads;

    @Option(names = "--force", description = "Replace what the run holds that was made with other options.")
    private boolean force;

    /** Returns the settings. */
    public WorkSettings settings() {
        return new WorkSettings(
                memory == null ? WorkSettings.DEFAULT.memory() : memory,
                threads == null ? WorkSettings.DEFAULT.threads() : threads,
                force);
    }
}
