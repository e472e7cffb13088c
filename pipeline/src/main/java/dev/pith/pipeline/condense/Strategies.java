package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.text;

import dev.pith.torch.condense.SiameseAugmentation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How users and manifests write what varies images. */
public final class Strategies {
    /** What is written where images are not varied. */
    public static final String NONE = "none";

    private static final String STRATEGY = "dsa-strategy";
    private static final String MODE = "dsa-mode";
    private static final String ALL_PARTS = "M";
    private static final String ONE_PART = "S";

    private Strategies() {}

    /**
     * Returns what varies images.
     *
     * @param parts as {@link SiameseAugmentation} has them, or {@value #NONE}
     * @param all whether all of them are applied, and not one at a time
     */
    public static @Nullable SiameseAugmentation parse(String parts, boolean all) {
        return parts.equals(NONE) ? null : new SiameseAugmentation(parts, all);
    }

    static void put(Map<String, String> map, @Nullable SiameseAugmentation augmentation) {
        map.put(STRATEGY, augmentation == null ? NONE : augmentation.strategy());
        map.put(MODE, augmentation != null && augmentation.all() ? ALL_PARTS : ONE_PART);
    }

    static @Nullable SiameseAugmentation of(Map<String, String> map) {
        return parse(text(map, STRATEGY), ALL_PARTS.equals(map.get(MODE)));
    }
}
