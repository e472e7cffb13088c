package dev.pith.cli.option;

import dev.pith.pipeline.feature.CopySettings;
import dev.pith.pipeline.feature.Dedup;
import dev.pith.pipeline.feature.TextSettings;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.text.LongTexts;
import dev.pith.text.open.EmbedderName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the texts of a source are compared by. */
public final class TextOptions {
    @Option(
            names = "--embedder",
            paramLabel = "NAME",
            description =
                    "What makes vectors of texts: minilm (built in, needs no network), minhash (compares letters, not"
                            + " meaning; quick), openai, openai:MODEL (the key is in OPENAI_API_KEY), or onnx:DIR (a"
                            + " sentence-transformer exported to ONNX, with its tokenizer.json) (default: minilm).")
    private @Nullable EmbedderName embedder;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Address, as http://localhost:8000/v1, of another service that speaks as OpenAI does.")
    private @Nullable String baseUrl;

    @Option(
            names = "--long-texts",
            paramLabel = "WHAT",
            description =
                    "What is read of texts that are longer than the embedder takes: head, tail, or windows (all of it,"
                            + " in windows whose vectors are averaged, which takes longer) (default: head).")
    private @Nullable LongTexts longTexts;

    @Option(names = "--yes", description = "Send texts to a remote embedder without asking first what it may cost.")
    private boolean yes;

    @Option(
            names = "--dedup",
            paramLabel = "HOW",
            description =
                    "Leave out samples that repeat an earlier one: exact (the same text, or pixels); of images near"
                            + " (looks alike); of texts minhash (nearly the same letters) or semantic (nearly the same"
                            + " vector). They are listed in "
                            + RunFiles.DUPLICATES
                            + ".")
    private @Nullable Dedup dedup;

    @Option(
            names = "--threshold",
            paramLabel = "SIMILARITY",
            description =
                    "The similarity from which on --dedup takes a sample for a repetition (default: near 0.995, minhash"
                            + " 0.7, semantic 0.95); without one of these three the cosine from which on --exclude-near"
                            + " does.")
    private @Nullable Double threshold;

    @Option(
            names = "--exclude-near",
            paramLabel = "FILE",
            description =
                    "Leave out records that repeat one of these, as a rule a test: by words in a row (--ngram), or"
                            + " by their vectors (--threshold). They are listed in " + RunFiles.DUPLICATES + ".")
    private @Nullable Path excludeNear;

    @Option(
            names = "--ngram",
            paramLabel = "WORDS",
            description = "How many words in a row make a record repeat one of --exclude-near (default: "
                    + TextSettings.DEFAULT_NGRAM + ").")
    private @Nullable Integer ngram;

    boolean given() {
        boolean compares = embedder != null || baseUrl != null || longTexts != null || yes;
        boolean excludes = dedup != null || threshold != null || excludeNear != null || ngram != null;
        return compares || excludes;
    }

    /** Returns whether anything is said that only texts have. */
    boolean saysHowToRead() {
        return embedder != null || baseUrl != null || longTexts != null || yes || excludeNear != null || ngram != null;
    }

    /** Returns which images are left out because they repeat others, null when nothing is said. */
    @Nullable
    CopySettings copies() {
        if (dedup == null) {
            if (threshold != null) {
                throw new IllegalArgumentException("--threshold is for --dedup near");
            }
            return null;
        }
        return new CopySettings(dedup, threshold == null ? dedup.usualThreshold : threshold);
    }

    /**
     * Returns the configuration.
     *
     * @param compared whether anything is compared by the vectors at all
     */
    public TextSettings configuration(boolean compared) {
        return configuration(embedder == null ? TextSettings.usual(compared).embedder() : embedder);
    }

    /** Returns the configuration where vectors are brought along. */
    TextSettings madeElsewhere() {
        if (embedder != null || baseUrl != null || longTexts != null || yes) {
            throw new IllegalArgumentException(
                    "--embedder, --base-url, --long-texts and --yes make vectors, and --from brings them; give either");
        }
        return configuration(EmbedderName.ELSEWHERE);
    }

    private TextSettings configuration(EmbedderName chosen) {
        Dedup how = dedup == null ? Dedup.NONE : dedup;
        boolean free = threshold != null && how != Dedup.MINHASH && how != Dedup.SEMANTIC;
        if (free && (excludeNear == null || ngram != null)) {
            throw new IllegalArgumentException("--threshold is for --dedup minhash or semantic, got " + how
                    + ", or for --exclude-near without --ngram");
        }
        boolean words = excludeNear != null && !free;
        return new TextSettings(
                chosen,
                baseUrl,
                yes,
                longTexts,
                how,
                threshold == null ? how.usualThreshold : threshold,
                excludeNear,
                words && ngram == null ? Integer.valueOf(TextSettings.DEFAULT_NGRAM) : ngram);
    }
}
