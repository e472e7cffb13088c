package dev.pith.pipeline.pixels;

import dev.pith.data.Fingerprint;
import dev.pith.data.patch.PatchCodec;
import dev.pith.run.Choices;
import dev.pith.selection.Published;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.importance.PatchChoice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a patch archive of a given selection.
 *
 * @param drop the share of patches that is dropped; means nothing with a threshold
 * @param threshold below which patches are dropped, or null
 * @param compat whose quirks are reproduced: with dq-vision patches matter to the class that the network names
 * @param net name of the network that looks at the images, or null to believe the weights
 * @param weights of that network; null for that of the run, or one that is trained
 * @param mae the masked autoencoder, or null for that of the run
 * @param codec how patches are compressed; null for what suits the source
 * @param quality of a lossy codec
 */
public record PixelsSettings(
        double drop,
        @Nullable Double threshold,
        ImportanceMethod importance,
        Published compat,
        @Nullable String net,
        @Nullable Path weights,
        @Nullable Path mae,
        @Nullable PatchCodec codec,
        int quality,
        long seed) {
    private static final String TRAINED = "trained on the source";
    private static final String AS_SOURCE = "as the source";

    /** The share that is dropped unless told otherwise, as in the paper. */
    public static final String DEFAULT_DROP = "0.25";

    /** Of a lossy codec unless told otherwise. */
    public static final int DEFAULT_QUALITY = 90;

    /** Returns what {@code pith pixels} does when nothing is said. */
    public static PixelsSettings usual(Published compat, long seed) {
        return new PixelsSettings(
                Double.parseDouble(DEFAULT_DROP),
                null,
                ImportanceMethod.GRADCAMPP,
                compat,
                null,
                null,
                null,
                null,
                DEFAULT_QUALITY,
                seed);
    }

    /** Refuses what is out of range. */
    public PixelsSettings {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("`quality` must be in [1, 100], got " + quality);
        }
    }

    /** Returns the settings that a manifest remembers; files are known by their names alone. */
    public static PixelsSettings of(Map<String, String> map) {
        return new PixelsSettings(
                Double.parseDouble(map.getOrDefault("drop", DEFAULT_DROP)),
                map.containsKey("threshold") ? Double.valueOf(map.get("threshold")) : null,
                Choices.of(ImportanceMethod.class, map.get("importance")),
                Choices.of(Published.class, map.get("compat")),
                map.get("net"),
                map.containsKey("weights") ? Path.of(map.get("weights")) : null,
                TRAINED.equals(map.get("mae")) ? null : Path.of(map.get("mae")),
                AS_SOURCE.equals(map.get("codec"))
                        ? null
                        : PatchCodec.valueOf(map.get("codec").toUpperCase(Locale.ROOT)),
                Integer.parseInt(map.getOrDefault("quality", Integer.toString(DEFAULT_QUALITY))),
                Long.parseLong(map.get("seed")));
    }

    boolean dropsNothing() {
        return threshold == null && drop == 0;
    }

    /** Returns which patches are kept. */
    public PatchChoice choice() {
        return threshold == null ? PatchChoice.dropping(drop) : PatchChoice.above(threshold);
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap(Path autoencoder) {
        Map<String, String> map = new LinkedHashMap<>();
        if (threshold == null) {
            map.put("drop", Double.toString(drop));
        } else {
            map.put("threshold", Double.toString(threshold));
        }
        map.put("importance", importance.toString());
        map.put("compat", compat.toString());
        if (net != null) {
            map.put("net", net);
        }
        if (weights != null) {
            map.put("weights", weights.getFileName().toString());
            map.put("weights fingerprint", Fingerprint.ofFiles(Checkpoints.files(weights)));
        }
        map.put("mae", mae == null ? TRAINED : mae.getFileName().toString());
        map.put("mae fingerprint", Fingerprint.ofFiles(List.of(autoencoder)));
        map.put("codec", codec == null ? AS_SOURCE : codec.label());
        if (codec != null && codec != PatchCodec.LOSSLESS) {
            map.put("quality", Integer.toString(quality));
        }
        map.put("seed", Long.toString(seed));
        return map;
    }
}
