package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.npy.Npy;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningKind;
import dev.pith.prune.PruningSchedule;
import dev.pith.prune.WeightedSampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each epoch of a training sees.
 *
 * @param infoBatch whether InfoBatch leaves out a part of what is known already
 * @param ratio the share of the samples below the mean loss that InfoBatch leaves out, in [0, 1)
 * @param delta the share of the epochs in which it does, in [0, 1]
 * @param sampleBy a file with a score of each sample of the source, by which samples are drawn with
 *     replacement; or null
 */
public record PruningSettings(boolean infoBatch, double ratio, double delta, @Nullable Path sampleBy) {
    /** The share that InfoBatch leaves out unless told otherwise. */
    public static final double DEFAULT_RATIO = PruningKind.INFOBATCH_RATIO;

    /** Every epoch sees every sample once. */
    public static final PruningSettings DEFAULT =
            new PruningSettings(false, DEFAULT_RATIO, PruningSchedule.DEFAULT_DELTA, null);

    private static final String INFO_BATCH = "infobatch";
    private static final String RATIO = "ratio";
    private static final String DELTA = "delta";
    private static final String SAMPLE_BY = "sample-by";

    /** Refuses what is out of range, and two ways of choosing samples at once. */
    public PruningSettings {
        if (infoBatch && sampleBy != null) {
            throw new IllegalArgumentException("`infobatch` and `sample-by` both choose the samples; give one");
        }
        infoBatch(1, 1, ratio, delta, 0);
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
        return infoBatch
                ? infoBatch(count, epochs, ratio, delta, seed)
                : EpochPruning.none(PruningSchedule.of(count, epochs, seed));
    }

    /** Returns what the manifest remembers; a file by its name and fingerprint. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(INFO_BATCH, Boolean.toString(infoBatch));
        if (infoBatch) {
            map.put(RATIO, Double.toString(ratio));
            map.put(DELTA, Double.toString(delta));
        }
        if (sampleBy != null) {
            map.put(SAMPLE_BY, sampleBy.getFileName().toString());
            map.put("scores", Fingerprint.ofFiles(List.of(sampleBy)));
        }
        return map;
    }

    /** Returns the settings that a manifest remembers; a file is known by its name alone. */
    public static PruningSettings of(Map<String, String> map) {
        return new PruningSettings(
                Boolean.parseBoolean(map.get(INFO_BATCH)),
                Double.parseDouble(map.getOrDefault(RATIO, Double.toString(DEFAULT_RATIO))),
                Double.parseDouble(map.getOrDefault(DELTA, Double.toString(PruningSchedule.DEFAULT_DELTA))),
                map.containsKey(SAMPLE_BY) ? Path.of(map.get(SAMPLE_BY)) : null);
    }
}
