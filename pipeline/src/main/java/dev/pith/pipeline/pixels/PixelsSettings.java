package dev.pith.pipeline.pixels;

import dev.pith.data.Fingerprint;
import dev.pith.data.patch.PatchCodec;
import dev.pith.selection.Published;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.importance.PatchChoice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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

    boolean dropsNothing() {
        return threshold == null && drop == 0;
    }

    public PatchChoice choice() {
        return threshold == null ? PatchChoice.dropping(drop) : PatchChoice.above(threshold);
    }

    /** Returns what the manifest remembers: option name to value. */
    Map<String, String> toMap(Path autoencoder) {
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
        map.put(
                "mae",
                mae == null ? "trained on the source" : mae.getFileName().toString());
        map.put("mae fingerprint", Fingerprint.ofFiles(List.of(autoencoder)));
        map.put("codec", codec == null ? "as the source" : codec.label());
        if (codec != null && codec != PatchCodec.LOSSLESS) {
            map.put("quality", Integer.toString(quality));
        }
        map.put("seed", Long.toString(seed));
        return map;
    }
}
