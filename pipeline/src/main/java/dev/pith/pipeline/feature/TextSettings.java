package dev.pith.pipeline.feature;

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
 * @param longTexts what is read of texts that are longer than the embedder reads at once, or null when nothing was said: their head, and
 *     records that only differ behind it are not to be taken for duplicates
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

    /** Returns what is read of long texts. */
    LongTexts reading() {
        return longTexts == null ? LongTexts.HEAD : longTexts;
    }

    /** Returns what the manifest remembers of the vectors: option name to value. */
    Map<String, String> toMap() {
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
    Map<String, String> dedupToMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("dedup", dedup.toString());
        if (dedup == Dedup.MINHASH || dedup == Dedup.SEMANTIC) {
            map.put("threshold", Double.toString(threshold));
        }
        return map;
    }
}
