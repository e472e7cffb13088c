package dev.pith.pipeline.feature;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;

import dev.pith.data.Fingerprint;
import dev.pith.run.Choices;
import dev.pith.text.LongTexts;
import dev.pith.text.open.EmbedderName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param excludeNear a file of test records; what repeats one of them is left out; or null
 * @param ngram how many words in a row make a record repeat a test record; null where vectors decide, from the
 *     threshold on
 */
public record TextSettings(
        EmbedderName embedder,
        @Nullable String baseUrl,
        boolean agreed,
        @Nullable LongTexts longTexts,
        Dedup dedup,
        double threshold,
        @Nullable Path excludeNear,
        @Nullable Integer ngram) {
    /** Words in a row that make a record repeat a test record, unless told otherwise; GPT-3's. */
    public static final String DEFAULT_NGRAM = "13";

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
        if (embedder.kind() == EmbedderName.Kind.ELSEWHERE) {
            if (longTexts != null) {
                throw new IllegalArgumentException(
                        "`long-texts` is for an embedder, and the vectors were made elsewhere");
            }
            if (excludeNear != null && ngram == null) {
                throw new IllegalArgumentException("the vectors were made elsewhere, so those of the records in"
                        + " `exclude-near` cannot be; compare words, with `ngram` in place of `threshold`");
            }
        }
        if (!dedup.isOfTexts()) {
            throw new IllegalArgumentException(
                    "`dedup " + dedup + "` is for images; texts have exact, minhash and semantic");
        }
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("`threshold` must be above 0 and at most 1, got " + threshold);
        }
        if (ngram != null && excludeNear == null) {
            throw new IllegalArgumentException("`ngram` is for `exclude-near`; give the test's file with that");
        }
        if (ngram != null && ngram < 1) {
            throw new IllegalArgumentException("`ngram` must be at least 1, got " + ngram);
        }
    }

    /** Settings that leave out nothing for being in a test. */
    public TextSettings(
            EmbedderName embedder,
            @Nullable String baseUrl,
            boolean agreed,
            @Nullable LongTexts longTexts,
            Dedup dedup,
            double threshold) {
        this(embedder, baseUrl, agreed, longTexts, dedup, threshold, null, null);
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
        Dedup dedup = Choices.of(Dedup.class, map.getOrDefault(CopySettings.DEDUP, Dedup.NONE.toString()));
        return new TextSettings(
                map.containsKey(FeatureSettings.FROM)
                        ? EmbedderName.ELSEWHERE
                        : EmbedderName.parse(text(map, "embedder")),
                map.get("base-url"),
                false,
                map.containsKey("long-texts") ? Choices.of(LongTexts.class, map.get("long-texts")) : null,
                dedup,
                map.containsKey("threshold") ? number(map, "threshold") : dedup.usualThreshold,
                map.containsKey("exclude-near") ? Path.of(map.get("exclude-near")) : null,
                map.containsKey("ngram") ? Integer.valueOf(map.get("ngram")) : null);
    }

    /** Returns what is read of long texts. */
    LongTexts reading() {
        return longTexts == null ? LongTexts.HEAD : longTexts;
    }

    /** Returns what the manifest remembers of the vectors. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (embedder.kind() != EmbedderName.Kind.ELSEWHERE) {
            map.put("embedder", embedder.toString());
        }
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
        map.put(CopySettings.DEDUP, dedup.toString());
        boolean byVectors = excludeNear != null && ngram == null;
        if (dedup == Dedup.MINHASH || dedup == Dedup.SEMANTIC || byVectors) {
            map.put("threshold", Double.toString(threshold));
        }
        if (excludeNear != null) {
            map.put("exclude-near", excludeNear.toString());
            if (Files.exists(excludeNear)) { // what is not there is refused where it is read
                map.put("exclude-near fingerprint", Fingerprint.ofFiles(List.of(excludeNear)));
            }
        }
        if (ngram != null) {
            map.put("ngram", ngram.toString());
        }
        return map;
    }
}
