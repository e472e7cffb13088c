package dev.pith.data.export;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.box.CocoSource;
import dev.pith.data.box.YoloSource;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code train.txt}, the absolute paths of the selected images in draw order, {@code data.yaml}, in which that list is
 * the training part, and {@code selection.csv}, which has the weights. Images and labels stay where they are.
 *
 * @param place the folder in which all this will lie
 */
public record YoloExport(Path place) implements Export {
    @Override
    public ExportForm form() {
        return ExportForm.YOLO;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        if (!(source instanceof YoloSource yolo)) {
            throw new PithException(source.name() + " is no data set of YOLO's (data.yaml), so there are no lists to"
                    + " write; export it `to "
                    + (source instanceof CocoSource ? ExportForm.COCO : ExportForm.IMAGEFOLDER)
                    + "` or in another form");
        }
        yolo.writeSelection(selection.ids(), folder, place);
        new CsvExport().write(source, selection, folder, progress);
    }
}
