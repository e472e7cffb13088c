package dev.pith.pipeline.export;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.export.Export;
import dev.pith.data.export.ExportForm;
import dev.pith.data.export.Selection;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Progress;
import dev.pith.torch.condense.SyntheticSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Condensed images as the numbers that networks see, cells as images of their own.
 *
 * @param form {@link ExportForm#NPZ}, {@value RunFiles#SYNTHETIC}, or {@link ExportForm#PT}, the files of the authors'
 *     programs
 */
record CondensedExport(ExportForm form) implements Export {
    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        if (!(source instanceof SyntheticSource synthetic)) {
            throw new PithException(source.name() + ": is not condensed, and only condensed images are numbers for a"
                    + " network; export `to imagefolder` or another form");
        }
        if (form == ExportForm.PT) {
            synthetic.set().writePublished(folder);
        } else {
            synthetic.set().write(folder.resolve(RunFiles.SYNTHETIC));
        }
    }
}
