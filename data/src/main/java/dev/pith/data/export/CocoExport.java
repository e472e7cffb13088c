package dev.pith.data.export;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.box.CocoSource;
import dev.pith.data.box.YoloSource;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code annotations.json}: the file of a COCO source with the selected images and their annotations, everything else
 * as it was, in the order of that file; and {@code selection.csv}, which has the draw order and the weights. Images
 * stay where they are.
 */
public record CocoExport() implements Export {
    static final String FILE = "annotations.json";

    @Override
    public ExportForm form() {
        return ExportForm.COCO;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        if (!(source instanceof CocoSource coco)) {
            throw new PithException(source.name() + " is no JSON file of COCO's, so there are no annotations to write;"
                    + " export it `to " + (source instanceof YoloSource ? ExportForm.YOLO : ExportForm.IMAGEFOLDER)
                    + "` or in another form");
        }
        coco.writeSelection(selection.ids(), folder.resolve(FILE));
        new CsvExport().write(source, selection, folder, progress);
    }
}
