package dev.pith.data.export;

import dev.pith.data.Source;
import dev.pith.run.Progress;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code selection.csv}: a header and one row a sample in draw order, with id, key, label and weight, the fields of
 * records, the paths of images that are files. UTF-8, RFC 4180.
 */
public record CsvExport() implements Export {
    static final String FILE = "selection.csv";

    @Override
    public ExportForm form() {
        return ExportForm.CSV;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        SelectionTable table = new SelectionTable(source, selection, true);
        try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
            out.write(SampleFields.csv(table.columns().keySet()));
            for (int position = 0; position < table.size(); position++) {
                out.write(SampleFields.csv(table.row(position)));
                progress.onStep(position + 1L, table.size());
            }
        }
    }
}
