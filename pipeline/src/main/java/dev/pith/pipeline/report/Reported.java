package dev.pith.pipeline.report;

import java.nio.file.Path;
import java.util.List;

/**
 * A page about a run.
 *
 * @param page the file
 * @param notes what the page could not look at, and why
 */
public record Reported(Path page, List<String> notes) {
    /** Copies the list. */
    public Reported {
        notes = List.copyOf(notes);
    }
}
