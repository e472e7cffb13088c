package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Path;

/**
 * The soft labels of a run: what the network behind its features says of every sample of the source.
 *
 * @param file {@code float16[n, classes]}, the logits, row i of the sample with id i
 * @param seconds it took to make them, the network's training and all
 */
public record RunSoftLabels(Path file, double seconds) {
    /**
     * Finds those of a run.
     *
     * @throws PithException when it has none
     */
    public static RunSoftLabels of(Path run) {
        Manifest manifest = Manifest.read(run);
        if (manifest.step(Step.FEATURES)
                .filter(done -> done.writes(RunFiles.SOFT_LABELS))
                .isEmpty()) {
            throw new PithException(
                    run + ": has no soft labels; a run has them whose features are made by a network that"
                            + " was trained for it, or are gradients: make it with pith features SOURCE `force` -o RUN");
        }
        double seconds = manifest.steps().stream()
                .filter(done -> done.step() == Step.NETWORK || done.step() == Step.FEATURES)
                .mapToDouble(Manifest.Done::elapsedSeconds)
                .sum();
        return new RunSoftLabels(run.resolve(RunFiles.SOFT_LABELS), seconds);
    }
}
