package dev.pith.pipeline.pixels;

import dev.pith.data.export.ExportFolder;
import dev.pith.data.export.ImageFolderExport;
import dev.pith.data.export.Placement;
import dev.pith.data.export.Selection;
import dev.pith.data.patch.PatchArchive;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The images of a patch archive as a folder of class folders, dropped patches rebuilt and the others exactly as stored.
 */
public final class RebuiltFolder {
    private RebuiltFolder() {}

    /**
     * Writes them.
     *
     * @param folder made, or replaced if an export made it
     */
    public static void write(Session session, Archived archived, Path folder) {
        Path file = archived.archive();
        try (AutoencoderFilling filling = AutoencoderFilling.open(archived.autoencoder(), session.threads());
                PatchArchive archive = PatchArchive.open(file.toString(), file).filledBy(filling);
                TaskProgress progress = session.progress("rebuilding")) {
            ExportFolder.write(
                    new ImageFolderExport(Placement.COPY),
                    archive,
                    new Selection(IntStream.range(0, archive.size()).toArray()),
                    folder,
                    progress);
        }
    }
}
