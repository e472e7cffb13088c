package dev.pith.pipeline.pixels;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.torch.rebuild.RebuildQuality;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A masked autoencoder that was trained.
 *
 * @param model the file of its weights
 * @param network its name
 * @param images the shape that it looks at, as a phrase
 * @param samples how many it was trained on
 * @param loss at the end
 * @param rebuilt how well it rebuilds images it has not seen, by the share of the patches that is dropped; empty when
 *     it rebuilds no pixels, or there were no images to see it by
 */
public record Pretrained(
        Path model, String network, String images, int samples, double loss, Map<Double, RebuildQuality> rebuilt) {
    /** Shares of the patches that are dropped to see how well they are rebuilt. */
    public static final List<Double> DROPS = List.of(0.25, 0.5, 0.75);

    /** Copies the map. */
    public Pretrained {
        rebuilt = Collections.unmodifiableMap(new LinkedHashMap<>(rebuilt));
    }

    /** Returns what the manifest calls the quality at a share of dropped patches. */
    static String rebuiltAt(double drop) {
        return "rebuilt at drop " + drop;
    }

    /** Reads what the step left in a run. */
    static Pretrained of(Run run) {
        Map<String, String> facts =
                run.manifest().step(Step.PRETRAIN).orElseThrow().facts();
        Map<Double, RebuildQuality> rebuilt = new LinkedHashMap<>();
        for (double drop : DROPS) {
            String text = facts.get(rebuiltAt(drop));
            if (text != null) {
                rebuilt.put(drop, QualityText.read(text));
            }
        }
        return new Pretrained(
                run.file(RunFiles.AUTOENCODER),
                text(facts, "network"),
                text(facts, "images"),
                whole(facts, "samples"),
                number(facts, "loss"),
                rebuilt);
    }
}
