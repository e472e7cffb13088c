package dev.pith.fuzz;

import dev.pith.torch.evaluate.TrialLog;

/** The trainings of an evaluation that were done before it was killed. */
public final class TrialLogFuzz {
    private TrialLogFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "trials.jsonl", file -> TrialLog.open(file, "images").close());
    }
}
