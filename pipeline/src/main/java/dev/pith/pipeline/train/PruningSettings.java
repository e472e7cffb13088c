package dev.pith.pipeline.train;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.npy.Npy;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningKind;
import dev.pith.prune.PruningSchedule;
import dev.pith.prune.WeightedSampling;
import dev.pith.run.Choices;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each epoch of a training sees.
 *
 * @param kind how samples are spared
 * @param ratio the share of the samples below the mean loss that {@link PruningKind#INFOBATCH} leaves out, in [0, 1)
 * @param delta the share of the epochs in which it does, in [0, 1]
 * @param spare the share of {@code samples * epochs} that other kinds spare, in [0, 1)
 * @param sampleBy a file with a score of each sample of the source, by which samples are drawn with
 *     replacement; or null
 */
public record PruningSettings(PruningKind kind, double ratio, double delta, double spare, @Nullable Path sampleBy) {
    /** The share that InfoBatch leaves out unless told otherwise. */
    public static final double DEFAULT_RATIO = PruningKind.INFOBATCH_RATIO;

    /** Every epoch sees every sample once. */
    public static final PruningSettings DEFAULT = of(PruningKind.NONE, PruningKind.DEFAULT_SPARE);

    private static final String INFO_BATCH = "infobatch";
    private static final String RATIO = "ratio";
    private static final String DELTA = "delta";
    private static final String PRUNE = "prune";
    private static final String SPARE = "spare";
    private static final String SAMPLE_BY = "sample-by";

    /** Refuses what is out of range, and two ways of choosing samples at once. */
    public PruningSettings {
        if (kind != PruningKind.NONE && sampleBy != null) {
            throw new IllegalArgumentException(word(kind) + " and `sample-by` both choose the samples; give one");
        }
        infoBatch(1, 1, ratio, delta, 0);
        PruningKind.NONE.pruning(1, 1, 0, spare);
    }

    /** Returns the settings of a kind, with a share where it asks. */
    public static PruningSettings of(PruningKind kind, double spare) {
        return new PruningSettings(kind, DEFAULT_RATIO, PruningSchedule.DEFAULT_DELTA, spare, null);
    }

    private static String word(PruningKind kind) {
        return kind == PruningKind.INFOBATCH ? "`infobatch`" : "`prune " + kind + "`";
    }

    /**
     * Refuses a training that cannot spare what is asked.
     *
     * @param epochs how many are trained; null for one of a given number of steps
     * @throws IllegalArgumentException saying why
     */
    public void check(@Nullable Integer epochs) {
        if (kind != PruningKind.NONE && epochs == null) {
            throw new IllegalArgumentException(
                    word(kind) + " saves steps, so their number cannot be given; use `epochs` in place of `steps`");
        }
        if (epochs != null) {
            effective(epochs).pruning(1, epochs, 0, spare);
        }
    }

    /**
     * Returns what the user should know of a training of so many epochs.
     *
     * @return one line, or nothing when the training is long enough
     */
    public Optional<String> warning(int epochs) {
        if (kind == PruningKind.NONE || epochs >= PruningKind.LEAST_EPOCHS) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                kind == effective(epochs)
                        ? "`epochs %d` is too short to spare samples without loss; %s pays from `epochs %d` on"
                        : "`epochs %d` is too short to spare samples, so every epoch sees all; %s is for `epochs %d`"
                                + " and more",
                epochs,
                word(kind),
                PruningKind.LEAST_EPOCHS));
    }

    /** Returns how a training of so many epochs spares samples. InfoBatch below the mean finds out by itself. */
    private PruningKind effective(int epochs) {
        return kind.sparesAsAsked() && epochs < PruningKind.LEAST_EPOCHS ? PruningKind.NONE : kind;
    }

    private static InfoBatch infoBatch(int count, int epochs, double ratio, double delta, long seed) {
        return new InfoBatch(new PruningSchedule(count, epochs, delta, seed), ratio);
    }

    /**
     * Returns what each epoch sees.
     *
     * @param count of the samples that are trained on
     * @param ids of them in the source, if they are of it
     * @param sourceSize how many samples the source has
     * @throws PithException when the file holds another number of scores
     */
    public EpochPruning pruning(int count, int[] ids, int sourceSize, int epochs, long seed) {
        if (sampleBy != null) {
            double[] all = Npy.readDoubles(sampleBy);
            if (all.length != sourceSize) {
                throw new PithException(sampleBy + ": holds " + all.length + " scores, but the source has " + sourceSize
                        + " samples; one per sample is needed");
            }
            float[] own = new float[ids.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) all[ids[i]];
            }
            return new WeightedSampling(PruningSchedule.of(count, epochs, seed), own);
        }
        return kind == PruningKind.INFOBATCH
                ? infoBatch(count, epochs, ratio, delta, seed)
                : effective(epochs).pruning(count, epochs, seed, spare);
    }

    /** Returns what the manifest remembers; a file by its name and fingerprint. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(INFO_BATCH, Boolean.toString(kind == PruningKind.INFOBATCH));
        if (kind == PruningKind.INFOBATCH) {
            map.put(RATIO, Double.toString(ratio));
            map.put(DELTA, Double.toString(delta));
        } else if (kind != PruningKind.NONE) {
            map.put(PRUNE, kind.toString());
            map.put(SPARE, Double.toString(spare));
        }
        if (sampleBy != null) {
            map.put(SAMPLE_BY, sampleBy.getFileName().toString());
            map.put("scores", Fingerprint.ofFiles(List.of(sampleBy)));
        }
        return map;
    }

    /** Returns the settings that a manifest remembers; a file is known by its name alone. */
    public static PruningSettings of(Map<String, String> map) {
        PruningKind other = map.containsKey(PRUNE) ? Choices.of(PruningKind.class, text(map, PRUNE)) : PruningKind.NONE;
        return new PruningSettings(
                Boolean.parseBoolean(map.get(INFO_BATCH)) ? PruningKind.INFOBATCH : other,
                map.containsKey(RATIO) ? number(map, RATIO) : DEFAULT_RATIO,
                map.containsKey(DELTA) ? number(map, DELTA) : PruningSchedule.DEFAULT_DELTA,
                map.containsKey(SPARE) ? number(map, SPARE) : PruningKind.DEFAULT_SPARE,
                map.containsKey(SAMPLE_BY) ? Path.of(map.get(SAMPLE_BY)) : null);
    }
}
