package dev.pith.pipeline.pixels;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.patch.PatchCodec;
import dev.pith.run.Choices;
import dev.pith.selection.Published;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.importance.PatchChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** What says how much a patch matters unless told otherwise. */
    public static final String DEFAULT_IMPORTANCE = "gradcampp";

    /** Of a lossy codec unless told otherwise. */
    public static final int DEFAULT_QUALITY = 90;

    /** Returns what {@code pith pixels} does when nothing is said. */
    public static PixelsSettings usual(Published compat, long seed) {
        return builder().compat(compat).seed(seed).build();
    }

    /** Returns a builder that starts from what {@code pith pixels} does when nothing is said. */
    public static Builder builder() {
        return new Builder();
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
                map.containsKey("threshold") ? number(map, "threshold") : null,
                Choices.of(ImportanceMethod.class, map.get("importance")),
                Choices.of(Published.class, map.get("compat")),
                map.get("net"),
                map.containsKey("weights") ? Path.of(map.get("weights")) : null,
                TRAINED.equals(map.get("mae")) ? null : Path.of(text(map, "mae")),
                AS_SOURCE.equals(map.get("codec"))
                        ? null
                        : PatchCodec.valueOf(text(map, "codec").toUpperCase(Locale.ROOT)),
                Integer.parseInt(map.getOrDefault("quality", Integer.toString(DEFAULT_QUALITY))),
                large(map, "seed"));
    }

    /**
     * Insists on the files.
     *
     * @throws PithException naming the one that is not there
     */
    void requireFiles() {
        for (Path file : Arrays.asList(weights, mae)) {
            if (file != null && !Files.isRegularFile(file)) {
                throw new PithException(file + ": no such file: check the path");
            }
        }
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

    /** Builds settings; what is not set, or set to null, is as usual. */
    public static final class Builder {
        private double drop = Double.parseDouble(DEFAULT_DROP);
        private @Nullable Double threshold;
        private ImportanceMethod importance = Choices.of(ImportanceMethod.class, DEFAULT_IMPORTANCE);
        private Published compat = Choices.of(Published.class, Published.DEFAULT);
        private @Nullable String net;
        private @Nullable Path weights;
        private @Nullable Path mae;
        private @Nullable PatchCodec codec;
        private @Nullable Integer quality;
        private long seed;

        private Builder() {}

        /** Sets the share of each image's patches that is dropped. */
        public Builder drop(double share) {
            drop = share;
            return this;
        }

        /** Sets the importance below which patches are dropped, in place of a share. */
        public Builder threshold(@Nullable Double least) {
            threshold = least;
            return this;
        }

        /** Sets what says how much a patch matters. */
        public Builder importance(ImportanceMethod method) {
            importance = method;
            return this;
        }

        /** Sets whose quirks are reproduced. */
        public Builder compat(Published published) {
            compat = published;
            return this;
        }

        /** Sets the name of the network of the weights. */
        public Builder net(@Nullable String name) {
            net = name;
            return this;
        }

        /** Sets the weights of the network that looks at the images. */
        public Builder weights(@Nullable Path file) {
            weights = file;
            return this;
        }

        /** Sets the masked autoencoder. */
        public Builder mae(@Nullable Path file) {
            mae = file;
            return this;
        }

        /** Sets how patches are compressed. */
        public Builder codec(@Nullable PatchCodec choice) {
            codec = choice;
            return this;
        }

        /** Sets the quality of a lossy codec. */
        public Builder quality(@Nullable Integer value) {
            quality = value;
            return this;
        }

        /** Sets the seed; 0 if not set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException when they contradict each other, or a value is out of range
         */
        public PixelsSettings build() {
            if (quality != null && (codec == null || codec == PatchCodec.LOSSLESS)) {
                throw new IllegalArgumentException("`quality` is for `codec jpeg` or webp");
            }
            if (importance == ImportanceMethod.RANDOM && (net != null || weights != null)) {
                throw new IllegalArgumentException(
                        "`importance random` looks at nothing; leave out `net` and `weights`");
            }
            if (net != null && weights == null) {
                throw new IllegalArgumentException(
                        "`net` names the network of `weights`; give both, or none for the usual one");
            }
            PixelsSettings settings = new PixelsSettings(
                    drop,
                    threshold,
                    importance,
                    compat,
                    net,
                    weights,
                    mae,
                    codec,
                    quality == null ? DEFAULT_QUALITY : quality,
                    seed);
            settings.choice(); // refuses what is out of range
            return settings;
        }
    }
}
