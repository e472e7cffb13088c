package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.whole;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.nio.file.Path;

/**
 * Images that were condensed.
 *
 * @param settings how, the network by its full name
 * @param file that holds them, normalized, with labels, mean and std
 * @param images how many there are
 * @param firstDistance how far they were from real ones at first, as the method has it
 * @param distance how far they are at last
 * @param seconds it took
 */
public record CondensedImages(
        CondenseSettings settings, Path file, int images, double firstDistance, double distance, double seconds) {
    /** Reads what the step left in a run. */
    static CondensedImages of(Run run, CondenseSettings settings) {
        Manifest.Done done = run.manifest().step(Step.CONDENSE).orElseThrow();
        return new CondensedImages(
                settings,
                run.file(RunFiles.SYNTHETIC),
                whole(done.facts(), "condensed"),
                number(done.facts(), "first distance"),
                number(done.facts(), "distance"),
                done.elapsedSeconds());
    }
}
