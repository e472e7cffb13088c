package dev.pith.data.export;

import dev.pith.data.record.JsonSource;
import dev.pith.data.record.RecordForm;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes chosen records in the very form of the file they come from: each byte for byte, in draw order, with the brackets
 * and separators of the file.
 */
public final class SelectionJson {
    private SelectionJson() {}

    /** Returns the file name for a source's form: {@code selection.json} or {@code selection.jsonl}. */
    public static String fileName(JsonSource source) {
        return source.form().array() ? "selection.json" : "selection.jsonl";
    }

    /** Writes the records with these ids. */
    public static void write(JsonSource source, int[] ids, OutputStream out) throws IOException {
        RecordForm form = source.form();
        out.write(form.prefix());
        for (int i = 0; i < ids.length; i++) {
            if (i > 0) {
                out.write(form.separator());
            }
            out.write(source.record(ids[i]));
        }
        out.write(form.suffix());
    }
}
