package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.large;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.nio.file.Path;

/**
 * Experts that were trained.
 *
 * @param settings which, the network by its full name
 * @param folder of their files
 * @param weights how many each has
 * @param bytes of all their files, but for headers
 * @param seconds it took
 */
public record TrainedExperts(ExpertSettings settings, Path folder, long weights, long bytes, double seconds) {
    /** Reads what the step left in a run. */
    static TrainedExperts of(Run run) {
        Manifest.Done done = run.manifest().step(Step.EXPERTS).orElseThrow();
        return new TrainedExperts(
                ExpertSettings.of(done.configuration()),
                run.file(RunFiles.EXPERTS),
                large(done.facts(), ExpertsStep.WEIGHTS),
                large(done.facts(), "bytes"),
                done.elapsedSeconds());
    }
}
