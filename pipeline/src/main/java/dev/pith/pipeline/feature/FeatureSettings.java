package dev.pith.pipeline.feature;

import static dev.pith.run.Entries.text;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.MaskSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.array.FeatureFolder;
import dev.pith.data.array.TensorSource;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.run.Choices;
import dev.pith.selection.Published;
import dev.pith.text.open.EmbedderName;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.LogitGradient;
import dev.pith.torch.image.ImageOptions.Normalization;
import dev.pith.torch.image.SegmentationImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the features of given samples.
 *
 * @param choice null when the source holds features already
 * @param network null for pixels, and for weights that say which network they are of
 * @param weights a file, or null to train the network on the source
 * @param epochs of that training
 * @param loss whose gradient is taken
 * @param normalization of the images, or null to do as the network was trained, or to measure it
 * @param seed of that training
 * @param texts how texts are compared, or null for other samples
 * @param copies which images are left out because they repeat others, or null where none are looked for
 * @param from a folder of features of the source that were made elsewhere ({@link FeatureFolder}), or null
 */
public record FeatureSettings(
        @Nullable FeatureKind choice,
        @Nullable String network,
        @Nullable Path weights,
        int epochs,
        LogitGradient loss,
        @Nullable Normalization normalization,
        long seed,
        OnError onError,
        @Nullable TextSettings texts,
        @Nullable CopySettings copies,
        @Nullable Path from) {
    /** What images are compared by unless told otherwise. */
    public static final FeatureKind DEFAULT_KIND = FeatureKind.GRADIENT;

    static final String FROM = "from";

    private static final String OF_SOURCE = "of the source";
    private static final String ARRAYS = "arrays";

    /** Refuses what is in no folder. */
    public FeatureSettings {
        if (from != null && (choice == null || choice == FeatureKind.PIXELS)) {
            throw new IllegalArgumentException(
                    "`from` brings features gradient, embedding or logits, not " + (choice == null ? "none" : choice));
        }
    }

    /** Settings that leave no image out for repeating others. */
    public FeatureSettings(
            @Nullable FeatureKind choice,
            @Nullable String network,
            @Nullable Path weights,
            int epochs,
            LogitGradient loss,
            @Nullable Normalization normalization,
            long seed,
            OnError onError,
            @Nullable TextSettings texts) {
        this(choice, network, weights, epochs, loss, normalization, seed, onError, texts, null, null);
    }

    /**
     * Returns what suits a source when nothing is said: features of its own; texts by their vectors; images by what a
     * small network makes of them that is trained on them, or on their masks, first, or by their pixels where there are
     * not labels of two classes.
     *
     * @param kind of network features, or {@link FeatureKind#PIXELS} where nothing is compared and the quickest will do
     * @param seed of the training
     */
    public static FeatureSettings usual(Source source, FeatureKind kind, long seed) {
        if (source instanceof FeatureSource) {
            return ofSource(OnError.FAIL);
        }
        if (source instanceof RecordSource) {
            return ofTexts(TextSettings.usual(kind != FeatureKind.PIXELS), OnError.FAIL);
        }
        if (kind != FeatureKind.PIXELS && source instanceof MaskSource) {
            return builder(FeatureKind.EMBEDDING)
                    .network(FeatureTraining.NETWORK_OF_PIXELS)
                    .seed(seed)
                    .build();
        }
        return kind != FeatureKind.PIXELS && teaches(source)
                ? trained(kind, FeatureTraining.EPOCHS, seed)
                : pixels(OnError.FAIL);
    }

    /** Returns whether a network can learn anything from a source: it holds images of two classes at least. */
    public static boolean teaches(Source source) {
        boolean images = source instanceof ImageSource || source instanceof TensorSource;
        return images
                && source.labels()
                        .map(labels -> labels.present().distinct().limit(2).count() == 2)
                        .orElse(false);
    }

    /**
     * Returns the settings that a manifest remembers; files are known by their names alone.
     *
     * @param map of the step {@code features}, with that of {@code network} and {@code dedup} where there
     *     were such steps
     */
    public static FeatureSettings of(Map<String, String> map) {
        OnError onError = Choices.of(OnError.class, map.get("on-error"));
        String features = map.get("features");
        String from = map.get(FROM);
        if (from != null) {
            boolean texts = RunSamples.TEXT.equals(features);
            return madeElsewhere(
                            Path.of(from),
                            Choices.of(FeatureKind.class, texts ? map.get(ARRAYS) : features),
                            texts ? TextSettings.of(map) : null,
                            onError)
                    .copies(!texts && map.containsKey(CopySettings.DEDUP) ? CopySettings.of(map) : null);
        }
        if (RunSamples.TEXT.equals(features)) {
            return ofTexts(TextSettings.of(map), onError);
        }
        if (OF_SOURCE.equals(features)) {
            return ofSource(onError);
        }
        return new FeatureSettings(
                Choices.of(FeatureKind.class, features),
                map.get("net"),
                map.containsKey("weights") ? Path.of(map.get("weights")) : null,
                Integer.parseInt(map.getOrDefault("epochs", "0")),
                map.containsKey("compat") ? LogitGradient.SOFTMAX_TWICE : LogitGradient.CROSS_ENTROPY,
                map.containsKey("mean") ? new Normalization(numbers(map.get("mean")), numbers(text(map, "std"))) : null,
                Long.parseLong(map.getOrDefault("seed", "0")),
                onError,
                null,
                map.containsKey(CopySettings.DEDUP) ? CopySettings.of(map) : null,
                null);
    }

    private static float[] numbers(String list) {
        String[] parts = list.substring(1, list.length() - 1).split(", ", -1);
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Float.parseFloat(parts[i]);
        }
        return numbers;
    }

    /** Returns a builder of features of images. */
    public static Builder builder(FeatureKind kind) {
        return new Builder(kind);
    }

    /**
     * Insists on what the features are made of: texts where they are compared, a file of weights that is there, and
     * labels where something is learned from them.
     *
     * @throws IllegalArgumentException when the source has no texts
     * @throws PithException saying what else is missing
     */
    public void requireFits(Source source) {
        if (texts != null && !(source instanceof RecordSource)) {
            throw new IllegalArgumentException(
                    source.name() + " holds no texts; pith features makes features of images");
        }
        if (copies != null && !(source instanceof ImageSource)) {
            throw new IllegalArgumentException("`dedup` is for images and texts; " + source.name() + " holds neither");
        }
        if (from != null) {
            MadeElsewhere.require(from, Objects.requireNonNull(choice), source);
        }
        if (weights != null && !Files.isRegularFile(weights)) {
            throw new PithException(weights + ": no such file: check the path");
        }
        if (usesNetwork() && source instanceof MaskSource) {
            if (choice != FeatureKind.EMBEDDING) {
                throw new PithException(source.name() + ": holds images with masks, which are compared by `features"
                        + " embedding` of a network of pixels, or by `features pixels`");
            }
            return;
        }
        if (usesNetwork() && source.labels().isEmpty() && (trains() || choice == FeatureKind.GRADIENT)) {
            throw new PithException(source.name() + ": has no labels, and "
                    + (trains() ? "training a network needs them" : "gradients need them")
                    + "; give a file of them with `labels`, or compare by `features "
                    + (trains() ? "pixels" : "embedding") + "`");
        }
    }

    /**
     * Features that were made elsewhere, of the same samples in the same order.
     *
     * @param from a folder, see {@link FeatureFolder}
     * @param kind gradient, embedding or logits
     * @param texts which records are left out, with {@link EmbedderName#ELSEWHERE}; null for other samples
     */
    public static FeatureSettings madeElsewhere(
            Path from, FeatureKind kind, @Nullable TextSettings texts, OnError onError) {
        return new FeatureSettings(
                kind, null, null, 0, LogitGradient.CROSS_ENTROPY, null, 0, onError, texts, null, from);
    }

    /** Features as the source has them. */
    public static FeatureSettings ofSource(OnError onError) {
        return withoutNetwork(null, onError);
    }

    /** Features that need no network. */
    public static FeatureSettings pixels(OnError onError) {
        return withoutNetwork(FeatureKind.PIXELS, onError);
    }

    /** Vectors of texts. */
    public static FeatureSettings ofTexts(TextSettings texts, OnError onError) {
        return new FeatureSettings(null, null, null, 0, LogitGradient.CROSS_ENTROPY, null, 0, onError, texts);
    }

    /** Features of a small network that is trained on the source for them. */
    public static FeatureSettings trained(FeatureKind choice, int epochs, long seed) {
        return builder(choice).epochs(epochs).seed(seed).build();
    }

    /** Returns the same with so many epochs of training. */
    FeatureSettings epochs(int count) {
        return new FeatureSettings(
                choice, network, weights, count, loss, normalization, seed, onError, texts, copies, from);
    }

    /** Returns the same of a network that begins with other weights and sees another order. */
    public FeatureSettings seed(long other) {
        return new FeatureSettings(
                choice, network, weights, epochs, loss, normalization, other, onError, texts, copies, from);
    }

    /** Returns the same of images of which some are left out because they repeat others; null for none. */
    public FeatureSettings copies(@Nullable CopySettings leftOut) {
        return new FeatureSettings(
                choice, network, weights, epochs, loss, normalization, seed, onError, texts, leftOut, from);
    }

    /** Returns features of the same network that take of it what others take of theirs. */
    FeatureSettings takenAs(FeatureSettings others) {
        return new FeatureSettings(
                others.choice,
                network,
                weights,
                epochs,
                others.loss,
                normalization,
                seed,
                onError,
                texts,
                others.copies,
                from);
    }

    private static FeatureSettings withoutNetwork(@Nullable FeatureKind choice, OnError onError) {
        return new FeatureSettings(choice, null, null, 0, LogitGradient.CROSS_ENTROPY, null, 0, onError, null);
    }

    /** Returns whether a network looks at the images here. */
    public boolean usesNetwork() {
        return from == null && choice != null && choice != FeatureKind.PIXELS;
    }

    /** Returns whether that network is trained first. */
    public boolean trains() {
        return usesNetwork() && weights == null;
    }

    /** Returns the largest side of the images that the network sees. */
    public int mostSide() {
        if (FeatureTraining.NETWORK_OF_PIXELS.equals(network)) {
            return SegmentationImages.MOST_SIDE;
        }
        return FeatureTraining.NETWORK.equals(network) ? FeatureTraining.MOST_SIDE : 224;
    }

    /** Returns what the features are, as a phrase. */
    @Override
    public String toString() {
        if (from != null) {
            return (choice == FeatureKind.LOGITS ? "logits" : choice + "s") + " made elsewhere, in " + from;
        }
        if (texts != null) {
            return "of the texts by " + texts.embedder();
        }
        if (!usesNetwork()) {
            return choice == null ? "as they are in the source" : "of the pixels";
        }
        String kind = choice == FeatureKind.LOGITS ? "logits" : choice + "s";
        return weights == null
                ? kind + " of " + network + ", trained for " + epochs + (epochs == 1 ? " epoch" : " epochs")
                : kind + " by " + weights;
    }

    /** Returns what the manifest remembers of the training. */
    public Map<String, String> trainingToMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("net", String.valueOf(network));
        map.put("epochs", Integer.toString(epochs));
        putNormalization(map);
        map.put("seed", Long.toString(seed));
        map.put("on-error", onError.toString());
        return map;
    }

    /** Returns what the manifest remembers of the features. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (from != null) {
            map.put("features", texts != null ? RunSamples.TEXT : String.valueOf(choice));
            if (texts != null) {
                map.put(ARRAYS, String.valueOf(choice));
            }
            map.put(FROM, String.valueOf(from.getFileName()));
            map.put(
                    "from fingerprint",
                    Fingerprint.ofFiles(FeatureFolder.open(from).files()));
            map.put("on-error", onError.toString());
            return map;
        }
        if (texts != null) {
            map.put("features", RunSamples.TEXT);
            map.putAll(texts.toMap());
            map.put("on-error", onError.toString());
            return map;
        }
        map.put("features", choice == null ? OF_SOURCE : choice.toString());
        if (network != null) {
            map.put("net", network);
        }
        if (weights != null) {
            map.put("weights", weights.getFileName().toString());
            map.put("weights fingerprint", Fingerprint.ofFiles(Checkpoints.files(weights)));
            putNormalization(map);
        }
        if (loss == LogitGradient.SOFTMAX_TWICE) {
            map.put("compat", Published.DQ_VISION.toString());
        }
        map.put("on-error", onError.toString());
        return map;
    }

    private void putNormalization(Map<String, String> map) {
        if (normalization != null) {
            map.put("mean", Arrays.toString(normalization.mean()));
            map.put("std", Arrays.toString(normalization.std()));
        }
    }

    /** Builds settings for images; what is not set, or set to null, is as usual. */
    public static final class Builder {
        private final FeatureKind kind;
        private @Nullable String network;
        private @Nullable Path weights;
        private @Nullable Integer epochs;
        private Published compat = Choices.of(Published.class, Published.DEFAULT);
        private @Nullable Normalization normalization;
        private long seed;
        private OnError onError = Choices.of(OnError.class, OnError.DEFAULT);

        private Builder(FeatureKind kind) {
            this.kind = kind;
        }

        /** Sets the network; {@value FeatureTraining#NETWORK}, or that of the weights, if not set. */
        public Builder network(@Nullable String name) {
            network = name;
            return this;
        }

        /** Sets the file of its weights; without, it is trained on the source first. */
        public Builder weights(@Nullable Path file) {
            weights = file;
            return this;
        }

        /** Sets how often that training sees every image. */
        public Builder epochs(@Nullable Integer count) {
            epochs = count;
            return this;
        }

        /** Sets whose quirks are reproduced. */
        public Builder compat(Published published) {
            compat = published;
            return this;
        }

        /** Sets how images are normalized. */
        public Builder normalization(@Nullable Normalization own) {
            normalization = own;
            return this;
        }

        /** Sets the seed of the training; 0 if not set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets what is done with samples that cannot be used. */
        public Builder onError(OnError what) {
            onError = what;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException when they contradict each other, or a value is out of range
         */
        public FeatureSettings build() {
            if (kind == FeatureKind.PIXELS) {
                if (network != null || weights != null || epochs != null || normalization != null) {
                    throw new IllegalArgumentException("`net`, `weights`, `epochs`, `mean` and `std` are for features"
                            + " of a network, not for pixels");
                }
                return pixels(onError);
            }
            if (weights != null && epochs != null) {
                throw new IllegalArgumentException(
                        "`epochs` trains a network and `weights` brings one; leave out either");
            }
            if (epochs != null && epochs < 1) {
                throw new IllegalArgumentException("`epochs` must be at least 1, got " + epochs);
            }
            return new FeatureSettings(
                    kind,
                    network == null && weights == null ? FeatureTraining.NETWORK : network,
                    weights,
                    epochs == null ? FeatureTraining.EPOCHS : epochs,
                    kind == FeatureKind.GRADIENT && compat == Published.DQ_VISION
                            ? LogitGradient.SOFTMAX_TWICE
                            : LogitGradient.CROSS_ENTROPY,
                    normalization,
                    seed,
                    onError,
                    null);
        }
    }
}
