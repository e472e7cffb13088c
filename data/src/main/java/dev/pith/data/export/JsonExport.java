package dev.pith.data.export;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** The selected records of a JSON array or JSONL file in the form of that file, see {@link SelectionFile}. */
public record JsonExport() implements Export {
    @Override
    public ExportForm form() {
        return ExportForm.JSON;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        SelectionFile file = SelectionFile.of(source)
                .filter(SelectionFile::isJson)
                .orElseThrow(() -> new PithException(
                        source.name() + " is no JSON file, so its form cannot be kept; export it to jsonl"));
        file.write(selection.ids(), folder.resolve(file.fileName("selection")));
        progress.onStep(selection.size(), selection.size());
    }
}
