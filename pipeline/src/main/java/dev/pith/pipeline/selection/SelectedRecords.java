package dev.pith.pipeline.selection;

import dev.pith.data.Source;
import dev.pith.data.export.SelectionFile;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Staging;
import java.io.IOException;

/** The selected records of a run about texts, as a file of the form of their source. */
final class SelectedRecords {
    private SelectedRecords() {}

    /** Writes the selected records in the form of their file, when a run is about texts or a column of features. */
    static void write(Session session, Staging staging, int[] ids) throws IOException {
        if (RunSamples.areTexts(session) || SourceReference.areColumn(session.samples())) {
            try (Source source = session.reopenSource()) {
                SelectionFile file = SelectionFile.of(source).orElse(null);
                if (file != null) { // records of a tar have no form of their own
                    file.write(ids, staging.file(file.fileName("selection")));
                }
            }
        }
    }
}
