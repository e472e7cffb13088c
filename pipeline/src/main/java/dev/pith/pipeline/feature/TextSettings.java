package dev.pith.pipeline.feature;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;

import dev.pith.run.Choices;
import dev.pith.text.LongTexts;
import dev.pith.text.open.EmbedderName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How texts are compared.
 *
 * @param baseUrl of a remote embedder, or null for the usual one
 * @param agreed whether what a remote embedder costs needs no further question
 * @param longTexts what is read of texts that are longer than the embedder reads at once, or null when nothing was
 *     said: their head, and records that only differ behind it are not to be taken for duplicates
 * @param dedup which records are left out because they repeat others
 * @param threshold from which similarity on they do
 */
public record TextSettings(
        EmbedderName embedder,
        @Nullable String baseUrl,
        boolean agreed,
        @Nullable LongTexts longTexts,
        Dedup dedup,
        double threshold) {
    /** What repeats another record. */
    public enum Dedup {
        NONE(1),
        /** The same text. */
        EXACT(1),
        /** Nearly the same letters: Jaccard similarity of shingles. */
        MINHASH(0.7),
        /** Nearly the same vector: cosine. */
        SEMANTIC(0.95);

        public final double usualThreshold;

        Dedup(double usualThreshold) {
            this.usualThreshold = usualThreshold;
        }

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final EmbedderName USUAL = EmbedderName.parse("minilm");
    private static final EmbedderName QUICKEST = EmbedderName.parse("minhash");

    /** Refuses what does not go together. */
    public TextSettings {
        if (baseUrl != null && embedder.kind() != EmbedderName.Kind.OPENAI) {
            throw new IllegalArgumentException("`base-url` is for `embedder openai`, got " + embedder);
        }
        if (longTexts != null && embedder.kind() == EmbedderName.Kind.MINHASH) {
            throw new IllegalArgumentException(
                    "`long-texts` is for minilm, onnx and openai; minhash reads all of a text");
        }
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("`threshold` must be above 0 and at most 1, got " + threshold);
        }
    }

    /**
     * Returns the embedder that is built in, and no record left out.
     *
     * @param compared whether anything is compared by the vectors; else the quickest embedder will do
     */
    public static TextSettings usual(boolean compared) {
        return new TextSettings(compared ? USUAL : QUICKEST, null, false, null, Dedup.NONE, Dedup.NONE.usualThreshold);
    }

    /** Returns the settings that a manifest remembers. */
    public static TextSettings of(Map<String, String> map) {
        Dedup dedup = Choices.of(Dedup.class, map.getOrDefault("dedup", Dedup.NONE.toString()));
        return new TextSettings(
                EmbedderName.parse(text(map, "embedder")),
                map.get("base-url"),
                false,
                map.containsKey("long-texts") ? Choices.of(LongTexts.class, map.get("long-texts")) : null,
                dedup,
                map.containsKey("threshold") ? number(map, "threshold") : dedup.usualThreshold);
    }

    /** Returns what is read of long texts. */
    LongTexts reading() {
        return longTexts == null ? LongTexts.HEAD : longTexts;
    }

    /** Returns what the manifest remembers of the vectors. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("embedder", embedder.toString());
        if (baseUrl != null) {
            map.put("base-url", baseUrl);
        }
        if (reading() != LongTexts.HEAD) {
            map.put("long-texts", reading().toString());
        }
        return map;
    }

    /** Returns what the manifest remembers of the records that are left out. */
    public Map<String, String> dedupToMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("dedup", dedup.toString());
        if (dedup == Dedup.MINHASH || dedup == Dedup.SEMANTIC) {
            map.put("threshold", Double.toString(threshold));
        }
        return map;
    }
}
