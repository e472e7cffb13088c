package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.text;

import dev.pith.torch.condense.SiameseAugmentation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a manifest remembers what varies images. */
final class StrategyEntries {
    private static final String STRATEGY = "dsa-strategy";
    private static final String MODE = "dsa-mode";
    private static final String ALL_PARTS = "M";
    private static final String ONE_PART = "S";

    private StrategyEntries() {}

    static void put(Map<String, String> map, @Nullable SiameseAugmentation augmentation) {
        map.put(STRATEGY, augmentation == null ? CondenseSettings.NO_STRATEGY : augmentation.strategy());
        map.put(MODE, augmentation != null && augmentation.all() ? ALL_PARTS : ONE_PART);
    }

    static @Nullable SiameseAugmentation of(Map<String, String> map) {
        return CondenseSettings.strategy(text(map, STRATEGY), ALL_PARTS.equals(map.get(MODE)));
    }
}
