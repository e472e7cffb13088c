package dev.pith.fuzz;

import dev.pith.data.record.RecordText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a record, conversations of all forms among them. */
public final class RecordTextFuzz {
    private RecordTextFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.jsonl", file -> read(file, new RecordText(null)));
        Law.holds(data, "x.jsonl", file -> read(file, new RecordText("messages")));
        Law.holds(data, "x.jsonl", file -> read(file, new RecordText(null, "{messages} {text}")));
    }

    private static void read(Path file, RecordText text) {
        try {
            text.of(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
