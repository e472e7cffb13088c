package dev.pith.report;

import dev.pith.parallel.Threads;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of a run. */
public final class Report {
    /** File name in the run's directory. */
    public static final String FILE = "report.html";

    private Report() {}

    /**
     * Writes the page: one HTML file that loads nothing.
     *
     * <p>Reads the features a few times, so it takes seconds for a million samples; memory is O(n) besides them. Two
     * pages of a run differ in nothing but what the manifest says about time and memory.
     *
     * @param threads share the longer computations; the page does not depend on their number
     * @param page the file, replaced when there is one
     * @throws IOException when it cannot be written
     */
    public static void write(RunView run, Threads threads, Path page) throws IOException {
        String data = PageJson.of(PageAssembly.of(run, threads));
        // Half a surrogate pair, which JSON can hold, is shown as U+FFFD.
        CharsetEncoder utf8 = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8));
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(page), utf8))) {
            Template.write(data, out);
        }
    }
}
