package dev.pith.data.export;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.record.JsonSource;
import dev.pith.run.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The selected records of a JSON array or JSONL file in the form of that file, see {@link SelectionJson}. */
public record JsonExport() implements Export {
    @Override
    public String form() {
        return "json";
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        if (!(source instanceof JsonSource json)) {
            throw new PithException(source.name() + " is no JSON file, so its form cannot be kept; export it to jsonl");
        }
        Path file = folder.resolve(SelectionJson.fileName(json));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            SelectionJson.write(json, selection.ids(), out);
        }
        progress.onStep(selection.size(), selection.size());
    }
}
