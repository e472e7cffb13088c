package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.ExpertRecipe;
import dev.pith.torch.condense.SiameseAugmentation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which experts are trained. Their augmentation is that of the papers, {@link SiameseAugmentation#USUAL}, unless they
 * are made for a condensation with another.
 *
 * @param count how many, at least 1
 * @param recipe how; its network may have a short name
 * @param whiten whether images are whitened first, see {@link dev.pith.torch.image.Whitening}
 */
public record ExpertSettings(int count, ExpertRecipe recipe, boolean whiten) {
    /** Experts unless told otherwise; the papers train 100 to 200. */
    public static final String DEFAULT_COUNT = "20";

    /** Epochs of each unless told otherwise; the papers train for 50. */
    public static final String DEFAULT_EPOCHS = "30";

    /** The learning rate of the papers. */
    public static final String DEFAULT_RATE = "0.01";

    private static final String COUNT = "experts";

    /** Checks the number. */
    public ExpertSettings {
        if (count < 1) {
            throw new IllegalArgumentException("`experts` must be at least 1, got " + count);
        }
    }

    /** Returns the experts that a condensation needs: as usual, of its network, seed and augmentation, long enough. */
    public static ExpertSettings usual(CondenseSettings settings) {
        Condensation condensation = settings.condensation();
        return new ExpertSettings(
                Integer.parseInt(DEFAULT_COUNT),
                new ExpertRecipe(
                        condensation.network(),
                        Math.max(
                                Integer.parseInt(DEFAULT_EPOCHS),
                                condensation.trajectories().epochs()),
                        Double.parseDouble(DEFAULT_RATE),
                        condensation.augmentation(),
                        condensation.method() == CondensationMethod.FTD,
                        false,
                        condensation.seed()),
                settings.whiten());
    }

    /** Returns these with the network by another name. */
    ExpertSettings network(String name) {
        return new ExpertSettings(
                count,
                new ExpertRecipe(
                        name,
                        recipe.epochs(),
                        recipe.rate(),
                        recipe.augmentation(),
                        recipe.flat(),
                        recipe.half(),
                        recipe.seed()),
                whiten);
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(COUNT, Integer.toString(count));
        map.put("net", recipe.network());
        map.put("epochs", Integer.toString(recipe.epochs()));
        map.put("lr", Double.toString(recipe.rate()));
        Strategies.put(map, recipe.augmentation());
        map.put("flat", Boolean.toString(recipe.flat()));
        map.put("half", Boolean.toString(recipe.half()));
        map.put("seed", Long.toString(recipe.seed()));
        if (whiten) {
            map.put(CondenseSettings.WHITEN, "true");
        }
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static ExpertSettings of(Map<String, String> map) {
        return new ExpertSettings(
                whole(map, COUNT),
                new ExpertRecipe(
                        text(map, "net"),
                        whole(map, "epochs"),
                        number(map, "lr"),
                        Strategies.of(map),
                        Boolean.parseBoolean(map.get("flat")),
                        Boolean.parseBoolean(map.get("half")),
                        large(map, "seed")),
                Boolean.parseBoolean(map.get(CondenseSettings.WHITEN)));
    }

    /** Returns what decides each expert: all but how many there are. */
    static Map<String, String> ofEach(Map<String, String> map) {
        Map<String, String> each = new LinkedHashMap<>(map);
        each.remove(COUNT);
        return each;
    }
}
