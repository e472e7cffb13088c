package dev.pith.pipeline.pixels;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.patch.PatchArchive;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Entries;
import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The selected images of a run as its patch archive and a masked autoencoder give them back.
 *
 * @param archive the kept patches
 * @param autoencoder rebuilds the others
 * @param seconds it took to choose and store the patches
 * @param identity tells these images from others
 */
public record RebuiltSelection(Path archive, Path autoencoder, double seconds, String identity) {
    /**
     * Finds them in an open run.
     *
     * @throws PithException when the archive is there and what rebuilds is not, or is another by now
     */
    public static Optional<RebuiltSelection> of(Run run) {
        Manifest manifest = run.manifest();
        Optional<Manifest.Done> step = manifest.step(Step.PIXELS);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        run.require(Step.PIXELS, "pith pixels RUN");
        Path autoencoder = Path.of(Entries.text(step.get().facts(), PixelsStep.AUTOENCODER));
        String then = step.get().configuration().get("mae fingerprint");
        if (!Files.isRegularFile(autoencoder)
                || !Fingerprint.ofFiles(List.of(autoencoder)).equals(then)) {
            throw new PithException(
                    autoencoder + ": the masked autoencoder of the run's patches is gone or another by now;"
                            + " bring it back, or give the command pith pixels RUN `mae FILE` again");
        }
        Path archive = run.file(RunFiles.PATCHES).resolve(RunFiles.ARCHIVE);
        return Optional.of(new RebuiltSelection(
                archive, autoencoder, step.get().elapsedSeconds(), Fingerprint.ofFiles(List.of(archive, autoencoder))));
    }

    /** Returns what is compared with a selection: the same samples, rebuilt. */
    public Candidate of(Candidate selection) {
        return selection.rebuilt(identity, seconds);
    }

    /**
     * Returns all the images, rebuilt now where memory holds them, so that no training waits for that, and prepared as
     * those of the source are.
     */
    public Images open(Session session, ImageSet source) {
        AutoencoderFilling filling = AutoencoderFilling.open(autoencoder, session.threads());
        PatchArchive patches = PatchArchive.open(archive.toString(), archive).filledBy(filling);
        try (TaskProgress progress = session.progress("rebuilding images")) {
            ImageOptions options = ImageOptions.like(source).cacheBytes(ImageOptions.cacheWithin(session.memory()));
            ImageSet images = ImageSet.open(patches, options, session.threads(), progress, session::note);
            float[] one = new float[images.shape().numbers()];
            for (int position = 0; images.inMemory() && position < images.size(); position++) {
                images.read(new int[] {position}, one);
                progress.onStep(position + 1L, images.size());
            }
            return new Images(images, patches);
        }
    }

    /**
     * Rebuilt images, as long as they are open.
     *
     * @param set the images
     * @param patches where they come from; closing them closes what rebuilds them
     */
    public record Images(ImageSet set, PatchArchive patches) implements AutoCloseable {
        @Override
        public void close() {
            patches.close();
        }
    }
}
