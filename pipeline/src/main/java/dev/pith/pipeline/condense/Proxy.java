package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.SyntheticSet;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Condensed images of a run, on which networks are trained in place of everything.
 *
 * @param run that holds them
 * @param settings how they were condensed, the network by its full name
 * @param seconds that took
 */
public record Proxy(Path run, CondenseSettings settings, double seconds) {
    /**
     * Opens the run.
     *
     * @throws PithException when it holds no condensed images, or those of other samples
     */
    public static Proxy of(Path run, Manifest.Samples samples) {
        Manifest manifest = Manifest.read(run);
        Manifest.Done done = manifest.step(Step.CONDENSE)
                .orElseThrow(() -> new PithException(
                        run + ": holds no condensed images; make them with pith condense SOURCE -o " + run));
        Manifest.Samples of = manifest.source();
        if (of == null || !of.fingerprint().equals(samples.fingerprint())) {
            throw new PithException(run + ": its images were condensed from other samples ("
                    + (of == null ? "unknown" : of.name()) + ") than " + samples.name()
                    + "; search on the same source");
        }
        return new Proxy(run, CondenseSettings.of(done.configuration()), done.elapsedSeconds());
    }

    /** Returns what tables call it. */
    String name() {
        return settings.condensation().method() + ", " + run;
    }

    /**
     * Reads the images.
     *
     * @throws PithException when they are not prepared as the source's are
     */
    SyntheticSet images(ImageSet source) {
        SyntheticSet set = SyntheticSet.read(run.resolve(RunFiles.SYNTHETIC), source.classes());
        if (!set.shape().equals(source.shape())
                || !Arrays.equals(set.mean(), source.mean())
                || !Arrays.equals(set.std(), source.std())) {
            throw new PithException(run + ": its images are of " + set.shape() + ", or normalized otherwise than those"
                    + " of " + source.name() + " (" + source.shape() + "); condense again with this version");
        }
        return set;
    }
}
