package dev.pith.pipeline.feature;

import static dev.pith.run.Entries.whole;

import dev.pith.torch.feature.ScoreTraining;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How samples are scored by the training of the network behind the features, beside what decides that network.
 *
 * @param epochs of the training, from 1
 * @param scorers networks whose scores are averaged, from 1; the first is the one behind the features
 * @param unseen whether each scorer is two networks, each trained on one half of the samples and scoring the other
 */
public record ScoreSettings(int epochs, int scorers, boolean unseen) {
    /** Networks that score unless told otherwise. */
    public static final String DEFAULT_SCORERS = "1";

    /** Epochs of the training unless told otherwise. */
    public static final String DEFAULT_EPOCHS = "" + ScoreTraining.EPOCHS;

    /** One network, and as many epochs as the dynamics of a sample need. */
    public static final ScoreSettings DEFAULT =
            new ScoreSettings(ScoreTraining.EPOCHS, Integer.parseInt(DEFAULT_SCORERS), false);

    private static final String EPOCHS = "epochs"; // those of the network, of which there is one training
    private static final String SCORERS = "scorers";
    private static final String UNSEEN = "unseen";

    /** Checks. */
    public ScoreSettings {
        atLeastOne(EPOCHS, epochs);
        atLeastOne(SCORERS, scorers);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("`" + name + "` must be at least 1, got " + value);
        }
    }

    /** Returns whether a map of the step {@code network} tells of scores. */
    static boolean areIn(Map<String, String> map) {
        return map.containsKey(SCORERS);
    }

    /** Returns the settings that a manifest remembers in the map of the step {@code network}. */
    public static ScoreSettings of(Map<String, String> map) {
        return new ScoreSettings(whole(map, EPOCHS), whole(map, SCORERS), Boolean.parseBoolean(map.get(UNSEEN)));
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(EPOCHS, Integer.toString(epochs));
        map.put(SCORERS, Integer.toString(scorers));
        map.put(UNSEEN, Boolean.toString(unseen));
        return map;
    }

    /** Returns this with another number of epochs. */
    public ScoreSettings epochs(int count) {
        return new ScoreSettings(count, scorers, unseen);
    }

    /** Returns how often a sample is looked at by a network. */
    public int looks() {
        return ScoreTraining.LOOKS * epochs;
    }
}
