package dev.pith.pipeline.feature;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;

import dev.pith.run.Choices;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which images are left out because they repeat an earlier one.
 *
 * @param dedup what repeats another: the same pixels, or what looks alike
 * @param threshold how alike two images are, from above 0 to 1, that look alike
 */
public record CopySettings(Dedup dedup, double threshold) {
    static final String DEDUP = "dedup";

    private static final String THRESHOLD = "threshold";

    /** Refuses what says nothing of images. */
    public CopySettings {
        if (!dedup.isOfImages()) {
            throw new IllegalArgumentException("`dedup " + dedup + "` is for texts; images have exact and near");
        }
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("`threshold` must be above 0 and at most 1, got " + threshold);
        }
        if (dedup != Dedup.NEAR && threshold != dedup.usualThreshold) {
            throw new IllegalArgumentException("of images `threshold` is for `dedup near`, got " + dedup);
        }
    }

    /** Returns settings with the usual threshold. */
    public static CopySettings of(Dedup dedup) {
        return new CopySettings(dedup, dedup.usualThreshold);
    }

    /** Returns the settings that a manifest remembers of the step {@code dedup}. */
    static CopySettings of(Map<String, String> map) {
        Dedup dedup = Choices.of(Dedup.class, text(map, DEDUP));
        return dedup == Dedup.NEAR ? new CopySettings(dedup, number(map, THRESHOLD)) : of(dedup);
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(DEDUP, dedup.toString());
        if (dedup == Dedup.NEAR) {
            map.put(THRESHOLD, Double.toString(threshold));
        }
        return map;
    }
}
