package dev.pith.fuzz;

import dev.pith.data.ImageSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import java.nio.file.Path;

/** Reads whatever source a file is. */
final class Samples {
    private Samples() {}

    /** Opens a file as the source that its name says, and reads every sample. */
    static void read(Path file) {
        try (Source source = Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            for (int id = 0; id < source.size(); id++) {
                source.key(id);
                if (source instanceof RecordSource records) {
                    records.record(id);
                    records.text(id);
                }
                if (source instanceof ImageSource images) {
                    images.encoded(id);
                    images.image(id);
                }
            }
        }
    }
}
