package dev.pith.pipeline.pixels;

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
                Path.of(facts.get(PixelsStep.AUTOENCODER)),
                Integer.parseInt(facts.get("selected")),
                Double.parseDouble(facts.get("patches kept")),
                Double.parseDouble(facts.get("kept in all")),
                facts.get("codec"),
                Long.parseLong(facts.get("bytes of originals")),
                Long.parseLong(facts.get("bytes of archive")),
                QualityText.read(facts.get("rebuilt")));
    }
}
