package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.npy.Npy;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.prune.WeightedSampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each epoch of a training sees. */
final class PruningOptions {
    @Option(
            names = "--infobatch",
            description = "Leave out of each epoch a random part of the samples that the network knows better than the"
                    + " mean, and let the others of them count for more.")
    private boolean infoBatch;

    @Mixin
    private InfoBatchOptions options;

    @Option(
            names = "--sample-by",
            paramLabel = "FILE",
            description =
                    "Draw samples by a score of each, with replacement: an .npy with one per sample of the source.")
    private @Nullable Path scores;

    /** Refuses options that contradict each other. */
    void check(boolean inSteps, boolean synthetic) {
        if (!infoBatch && options.given()) {
            throw new IllegalArgumentException("--ratio and --delta are for --infobatch");
        }
        if (infoBatch && scores != null) {
            throw new IllegalArgumentException("--infobatch and --sample-by both choose the samples; give one");
        }
        if (infoBatch && inSteps) {
            throw new IllegalArgumentException(
                    "--infobatch saves steps, so their number cannot be given; use --epochs in place of --steps");
        }
        if (infoBatch) {
            options.infoBatch(1, 1, 0); // refuses what is out of range
        }
        if (scores != null && synthetic) {
            throw new IllegalArgumentException("--sample-by is for samples of the source, not for --synthetic");
        }
    }

    /**
     * Returns what each epoch sees.
     *
     * @param count of the samples that are trained on
     * @param ids of them in the source, if they are of it
     * @param of how many samples the source has
     */
    EpochPruning pruning(int count, int[] ids, int of, int epochs, long seed) {
        if (scores != null) {
            double[] all = Npy.readDoubles(scores);
            if (all.length != of) {
                throw new PithException(scores + ": holds " + all.length + " scores, but the source has " + of
                        + " samples; one per sample is needed");
            }
            float[] own = new float[ids.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) all[ids[i]];
            }
            return new WeightedSampling(PruningSchedule.of(count, epochs, seed), own);
        }
        if (infoBatch) {
            return options.infoBatch(count, epochs, seed);
        }
        return EpochPruning.none(PruningSchedule.of(count, epochs, seed));
    }

    /** Returns what the manifest remembers: option name to value. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("--infobatch", Boolean.toString(infoBatch));
        if (infoBatch) {
            map.putAll(options.toMap());
        }
        if (scores != null) {
            map.put("--sample-by", scores.getFileName().toString());
            map.put("scores", Fingerprint.ofFiles(List.of(scores)));
        }
        return map;
    }
}
