package dev.pith.cli.console;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.whole;

import dev.pith.pipeline.pixels.Pretrained;
import dev.pith.run.Manifest;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** What is said of patch archives and of images rebuilt from them. */
public final class PixelsSummary {
    private PixelsSummary() {}

    /** Prints what an archive holds and takes. */
    public static void printArchive(Manifest.Done done, int n, PrintWriter out) {
        Map<String, String> facts = done.facts();
        out.println(String.format(
                Locale.ROOT,
                "%,d of %,d images, %.1f %% of their patches: %.2f %% of the source is kept",
                whole(facts, "selected"),
                n,
                100 * number(facts, "patches kept"),
                100 * number(facts, "kept in all")));
        out.println("stored in " + facts.get("images") + " pixels, " + facts.get("patches") + " patches, "
                + facts.get("codec") + " (" + facts.get("codec because") + ")");
        out.println("the archive takes " + facts.get("archive"));
        out.println(
                "rebuilt: " + facts.get("rebuilt") + " (" + facts.get("rebuilt images compared") + " images compared)");
    }

    /** Prints how well images are rebuilt. */
    public static void printQuality(Map<String, String> facts, PrintWriter out) {
        if (!facts.containsKey("judged by")) {
            return;
        }
        out.println("Of " + facts.get("judged by") + ", random patches dropped and rebuilt:");
        for (double drop : Pretrained.DROPS) {
            out.println(
                    String.format(Locale.ROOT, "  %2.0f %%   %s", 100 * drop, facts.get("rebuilt at drop " + drop)));
        }
    }
}
