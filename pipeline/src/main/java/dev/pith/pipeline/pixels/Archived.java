package dev.pith.pipeline.pixels;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.torch.rebuild.RebuildQuality;
import java.nio.file.Path;
import java.util.Map;

/**
 * A patch archive of the selected images of a run.
 *
 * @param archive the file, which opens as a source
 * @param autoencoder the file of the masked autoencoder that rebuilds what was dropped
 * @param images how many it holds
 * @param patchesKept the share of their patches, from 0 to 1
 * @param kept the share of the source, samples that were not selected counted
 * @param codec how patches are compressed, as a phrase
 * @param originalBytes of the selected images as they lie in the source
 * @param bytes of the archive
 * @param rebuilt how close the rebuilt images come
 */
public record Archived(
        Path archive,
        Path autoencoder,
        int images,
        double patchesKept,
        double kept,
        String codec,
        long originalBytes,
        long bytes,
        RebuildQuality rebuilt) {
    /** Reads what the step left in a run. */
    static Archived of(Run run) {
        Map<String, String> facts =
                run.manifest().step(Step.PIXELS).orElseThrow().facts();
        return new Archived(
                run.file(RunFiles.PATCHES).resolve(RunFiles.ARCHIVE),
                Path.of(text(facts, PixelsStep.AUTOENCODER)),
                whole(facts, "selected"),
                number(facts, "patches kept"),
                number(facts, "kept in all"),
                text(facts, "codec"),
                large(facts, "bytes of originals"),
                large(facts, "bytes of archive"),
                QualityText.read(text(facts, "rebuilt")));
    }
}
