package dev.pith.fuzz;

import dev.pith.torch.evaluate.EvaluationFile;

/** The table of an evaluation. */
public final class EvaluationFuzz {
    private EvaluationFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, EvaluationFile.NAME, EvaluationFile::read);
    }
}
