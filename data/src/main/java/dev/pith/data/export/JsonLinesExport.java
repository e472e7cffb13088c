package dev.pith.data.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.run.Progress;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code selection.jsonl}, one line a sample in draw order. Records are written byte for byte, save that a record which
 * goes over several lines is put on one. Of other samples a line says id, key, label and weight.
 */
public record JsonLinesExport() implements Export {
    static final String FILE = "selection.jsonl";

    @Override
    public ExportForm form() {
        return ExportForm.JSONL;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        SampleFields fields = new SampleFields(source, selection);
        ObjectMapper json = new ObjectMapper();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
            for (int position = 0; position < selection.size(); position++) {
                out.write(
                        source instanceof RecordSource records
                                ? onOneLine(records.record(selection.ids()[position]))
                                : json.writeValueAsBytes(fields.of(position)));
                out.write('\n');
                progress.onStep(position + 1L, selection.size());
            }
        }
    }

    /**
     * Takes out line breaks and the indentation after them. In JSON they cannot be part of a text, so what the record
     * says, and how, stays the same.
     */
    static byte[] onOneLine(byte[] record) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(record.length);
        boolean indentation = false;
        byte last = 0;
        for (byte b : record) {
            boolean lineBreak = b == '\n' || b == '\r';
            indentation = lineBreak || (indentation && (b == ' ' || b == '\t'));
            if (lineBreak && last == ',') {
                line.write(' ');
                last = ' ';
            }
            if (!indentation) {
                line.write(b);
                last = b;
            }
        }
        return line.toByteArray();
    }
}
