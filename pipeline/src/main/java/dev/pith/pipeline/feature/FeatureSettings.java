package dev.pith.pipeline.feature;

import dev.pith.data.FeatureSource;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.array.TensorSource;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.run.Choices;
import dev.pith.selection.Published;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.LogitGradient;
import dev.pith.torch.image.ImageOptions.Normalization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
        @Nullable TextSettings texts) {
    private static final String OF_SOURCE = "of the source";

    /**
     * Returns what suits a source when nothing is said: features of its own; texts by their vectors; images by what a small network makes of
     * them that is trained on them first, or by their pixels where there are not labels of two classes.
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
     * @param map of the step {@code features}, with that of {@code network} and {@code dedup} where there were such steps
     */
    public static FeatureSettings of(Map<String, String> map) {
        OnError onError = Choices.of(OnError.class, map.get("on-error"));
        String features = map.get("features");
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
                map.containsKey("mean") ? new Normalization(numbers(map.get("mean")), numbers(map.get("std"))) : null,
                Long.parseLong(map.getOrDefault("seed", "0")),
                onError,
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
        return new FeatureSettings(
                choice,
                FeatureTraining.NETWORK,
                null,
                epochs,
                LogitGradient.CROSS_ENTROPY,
                null,
                seed,
                OnError.FAIL,
                null);
    }

    /** Returns the same with so many epochs of training. */
    FeatureSettings epochs(int count) {
        return new FeatureSettings(choice, network, weights, count, loss, normalization, seed, onError, texts);
    }

    /** Returns features of the same network that take of it what others take of theirs. */
    FeatureSettings takenAs(FeatureSettings others) {
        return new FeatureSettings(
                others.choice, network, weights, epochs, others.loss, normalization, seed, onError, texts);
    }

    private static FeatureSettings withoutNetwork(@Nullable FeatureKind choice, OnError onError) {
        return new FeatureSettings(choice, null, null, 0, LogitGradient.CROSS_ENTROPY, null, 0, onError, null);
    }

    /** Returns whether a network looks at the images. */
    public boolean usesNetwork() {
        return choice != null && choice != FeatureKind.PIXELS;
    }

    /** Returns whether that network is trained first. */
    public boolean trains() {
        return usesNetwork() && weights == null;
    }

    /** Returns the largest side of the images that the network sees. */
    public int mostSide() {
        return FeatureTraining.NETWORK.equals(network) ? FeatureTraining.MOST_SIDE : 224;
    }

    /** Returns what the features are, as a phrase. */
    @Override
    public String toString() {
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
}
