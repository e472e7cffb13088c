package dev.pith.pipeline.session;

import dev.pith.run.MemoryLimit;

/**
 * How the steps of a session may use the machine and an older run. None of it changes a result.
 *
 * @param memory a step that would need more is refused before it starts
 * @param threads at least 1
 * @param force whether what an older command made otherwise is made anew
 */
public record WorkSettings(MemoryLimit memory, int threads, boolean force) {
    /** All processors, 80 % of the memory, and older results stay. */
    public static final WorkSettings DEFAULT =
            new WorkSettings(MemoryLimit.ofMachine(), Runtime.getRuntime().availableProcessors(), false);

    /** Checks the number of threads. */
    public WorkSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("`threads` must be at least 1, got " + threads);
        }
    }
}
