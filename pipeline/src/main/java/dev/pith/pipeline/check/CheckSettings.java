package dev.pith.pipeline.check;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.data.check.Copies;
import dev.pith.run.Choices;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.OutOfSample;
import dev.pith.torch.feature.ScoreTraining;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How images are checked.
 *
 * @param against images that networks are tested on, as a user names them; null for the test part of the source, if
 *     there is one
 * @param copy which of several copies is kept
 * @param threshold how alike two images are, from above 0 to 1, that count as copies
 * @param net the network that says which labels are wrong and which images lie far from others; {@value #NO_NETWORK} to
 *     look at pixels alone
 * @param folds that images are dealt into, from 2; each is looked at by a network that was trained on the others
 * @param epochs of each training, from 1
 * @param seed of networks and folds
 */
public record CheckSettings(
        @Nullable String against, KeptCopy copy, double threshold, String net, int folds, int epochs, long seed) {
    /** How alike copies are unless told otherwise. */
    public static final String DEFAULT_THRESHOLD = "" + Copies.THRESHOLD;

    /** Folds unless told otherwise. */
    public static final String DEFAULT_FOLDS = "" + OutOfSample.FOLDS;

    /** Epochs of each training unless told otherwise. */
    public static final String DEFAULT_EPOCHS = "" + ScoreTraining.EPOCHS;

    /** In place of a network: none is trained. */
    public static final String NO_NETWORK = "none";

    private static final String AGAINST = "against";
    private static final String COPY = "keep-duplicate";
    private static final String THRESHOLD = "threshold";
    private static final String NET = "net";
    private static final String FOLDS = "folds";
    private static final String EPOCHS = "epochs";
    private static final String SEED = "seed";

    /** Refuses what is out of range. */
    public CheckSettings {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("`threshold` must be above 0 and at most 1, got " + threshold);
        }
        if (copy == KeptCopy.SCORE && net.equals(NO_NETWORK)) {
            throw new IllegalArgumentException(
                    "`keep-duplicate score` goes by what networks say, and `net none` trains none; leave out either");
        }
        if (folds < 2) {
            throw new IllegalArgumentException("`folds` must be at least 2, got " + folds);
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("`epochs` must be at least 1, got " + epochs);
        }
    }

    /** Returns what is usual. */
    public static CheckSettings usual(long seed) {
        return new CheckSettings(
                null,
                KeptCopy.FIRST,
                Double.parseDouble(DEFAULT_THRESHOLD),
                FeatureTraining.NETWORK,
                OutOfSample.FOLDS,
                ScoreTraining.EPOCHS,
                seed);
    }

    /** Returns the settings that a manifest remembers. */
    public static CheckSettings of(Map<String, String> map) {
        return new CheckSettings(
                map.get(AGAINST),
                Choices.of(KeptCopy.class, text(map, COPY)),
                number(map, THRESHOLD),
                text(map, NET),
                whole(map, FOLDS),
                whole(map, EPOCHS),
                Long.parseLong(text(map, SEED)));
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (against != null) {
            map.put(AGAINST, against);
        }
        map.put(COPY, copy.toString());
        map.put(THRESHOLD, Double.toString(threshold));
        map.put(NET, net);
        map.put(FOLDS, Integer.toString(folds));
        map.put(EPOCHS, Integer.toString(epochs));
        map.put(SEED, Long.toString(seed));
        return map;
    }
}
