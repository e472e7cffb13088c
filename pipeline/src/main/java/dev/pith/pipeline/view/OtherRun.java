package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another run of the same source.
 *
 * @param ids what it selects, null when it selects nothing
 * @param evaluation the table of its evaluation, empty without one
 */
record OtherRun(String name, int @Nullable [] ids, List<Row> evaluation) {
    /**
     * Reads what a run selects and has evaluated.
     *
     * @param about what the run that is viewed selects from
     * @throws PithException when the other run has done neither, or is of something else
     */
    static OtherRun read(Path run, Manifest.@Nullable Samples about) {
        Manifest manifest = Manifest.read(run);
        Manifest.Samples samples = manifest.source();
        Path file = run.resolve(RunFiles.SELECTION);
        int[] ids = Files.exists(file) ? RunSamples.ids(file) : null;
        List<Row> evaluation = evaluation(run, manifest);
        if (samples == null || (ids == null && evaluation.isEmpty())) {
            throw new PithException(run + ": has selected nothing yet, and evaluated nothing; make it do so with pith"
                    + " sample " + run + " or pith evaluate " + run);
        }
        if (about != null && !samples.fingerprint().equals(about.fingerprint())) {
            throw new PithException(run + ": selects from " + samples.name() + ", and the run that is viewed from "
                    + about.name() + "; runs can be compared that are from the same source");
        }
        return new OtherRun(run.toString(), ids, evaluation);
    }

    /** Returns the table of a run's evaluation, empty without one. */
    static List<Row> evaluation(Path run, Manifest manifest) {
        return manifest.step(Step.EVALUATE).isPresent()
                ? EvaluationFile.read(run.resolve(EvaluationFile.NAME))
                : List.of();
    }
}
