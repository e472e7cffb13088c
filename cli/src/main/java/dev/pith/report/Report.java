package dev.pith.report;

import java.io.IOException;
import java.io.Writer;

/** Writes the page of a run. */
public final class Report {
    private Report() {}

    static void write(RunView run, Writer out) throws IOException {
        Template.write(PageJson.of(PageAssembly.of(run)), out);
    }
}
