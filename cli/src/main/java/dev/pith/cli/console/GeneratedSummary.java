package dev.pith.cli.console;

import dev.pith.pipeline.generate.Generated;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code pith sample-images} prints. */
public final class GeneratedSummary {
    private final Path run;
    private final Manifest manifest;
    private final Generated made;

    /**
     * Sums up what was made.
     *
     * @param run as the user wrote it
     */
    public GeneratedSummary(Path run, Session session, Generated made) {
        this.run = run;
        this.manifest = session.run().manifest();
        this.made = made;
    }

    public void print(Console console) {
        if (console.json()) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("run", run.toString());
            summary.put("images", made.count());
            made.frechet().ifPresent(distance -> summary.put("frechetDistance", distance));
            made.accuracy().ifPresent(share -> summary.put("namedAsMade", share));
            console.printJson(summary);
            return;
        }
        PrintWriter out = console.out();
        out.println(made.count() + " images made");
        made.frechet()
                .ifPresent(distance -> out.println(String.format(
                        Locale.ROOT,
                        "Frechet distance to real images, by the judge's embeddings (not FID): %.4f",
                        distance)));
        made.accuracy()
                .ifPresent(share -> out.println(String.format(
                        Locale.ROOT, "%.1f %% are named by the judge as what they were made for", 100 * share)));
        out.println();
        RunContent.print(run, manifest, out);
    }
}
