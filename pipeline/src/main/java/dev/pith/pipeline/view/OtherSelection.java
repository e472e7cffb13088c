package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.run.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The selection of another run of the same source. */
record OtherSelection(String name, int[] ids) {
    /**
     * Reads a selection.
     *
     * @param about what the run that is viewed selects from
     * @throws PithException when the other run has selected nothing, or from something else
     */
    static OtherSelection read(Path run, Manifest.@Nullable Samples about) {
        Manifest.Samples samples = Manifest.read(run).source();
        Path file = run.resolve(RunFiles.SELECTION);
        if (samples == null || !Files.exists(file)) {
            throw new PithException(run + ": has selected nothing yet; make it do so with pith sample " + run);
        }
        if (about != null && !samples.fingerprint().equals(about.fingerprint())) {
            throw new PithException(run + ": selects from " + samples.name() + ", and the run that is viewed from "
                    + about.name() + "; selections can be compared that are from the same source");
        }
        return new OtherSelection(run.toString(), RunSamples.ids(file));
    }
}
