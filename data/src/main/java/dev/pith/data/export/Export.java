package dev.pith.data.export;

import dev.pith.data.Source;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** A form in which a selection can be written. Writing the same selection again gives the same bytes. */
public interface Export {
    /** Returns the form. */
    ExportForm form();

    /**
     * Writes the selected samples of a source.
     *
     * @param folder an empty folder
     * @throws IOException when a file cannot be written
     * @throws dev.pith.PithException when a sample cannot be read, or the source cannot be written in this form
     */
    void write(Source source, Selection selection, Path folder, Progress progress) throws IOException;
}
