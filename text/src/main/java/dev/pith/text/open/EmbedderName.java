package dev.pith.text.open;

import dev.pith.PithException;
import dev.pith.text.Embedder;
import dev.pith.text.LongTexts;
import dev.pith.text.minhash.MinHashEmbedder;
import dev.pith.text.onnx.OnnxEmbedder;
import dev.pith.text.openai.OpenAiEmbedder;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a user calls an embedder.
 *
 * @param argument the folder of an ONNX network, or the name of a remote model; empty for the usual one
 */
public record EmbedderName(Kind kind, String argument) {
    /** The kinds of embedders. */
    public enum Kind {
        /** all-MiniLM-L6-v2, in this process, from a jar. */
        MINILM,
        /** A sentence-transformer in a folder, in this process. */
        ONNX,
        /** An endpoint that speaks as OpenAI's does. */
        OPENAI,
        /** Shingles instead of meaning: no network at all. */
        MINHASH,
        /** None: the vectors are brought along. */
        ELSEWHERE
    }

    /** What made vectors that are brought along; nothing else can be embedded by it. */
    public static final EmbedderName ELSEWHERE = new EmbedderName(Kind.ELSEWHERE, "");

    /**
     * Reads {@code minilm}, {@code onnx:DIR}, {@code openai}, {@code openai:MODEL} or {@code minhash}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static EmbedderName parse(String text) {
        int colon = text.indexOf(':');
        String kind = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        String argument = colon < 0 ? "" : text.substring(colon + 1);
        boolean known =
                switch (kind) {
                    case "minilm", "minhash" -> colon < 0;
                    case "onnx" -> !argument.isEmpty();
                    case "openai" -> colon < 0 || !argument.isEmpty();
                    default -> false;
                };
        if (!known) {
            throw new IllegalArgumentException(
                    "expected minilm, onnx:DIR, openai, openai:MODEL or minhash, got '" + text + "'");
        }
        return new EmbedderName(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), argument);
    }

    /**
     * Opens the embedder.
     *
     * @param baseUrl of the remote endpoint, or null for the usual one; nothing to the others
     * @param longTexts what is read of texts that are longer than it reads at once; nothing to minhash, which reads all
     * @throws PithException when what it needs is not there, or the vectors were made elsewhere
     */
    public Embedder open(@Nullable String baseUrl, LongTexts longTexts) {
        return switch (kind) {
            case MINILM -> OnnxEmbedder.minilm(longTexts);
            case ONNX -> OnnxEmbedder.folder(Path.of(argument), longTexts);
            case OPENAI -> OpenAiEmbedder.open(argument, baseUrl, longTexts);
            case MINHASH -> new MinHashEmbedder();
            case ELSEWHERE -> throw new PithException("the vectors were made elsewhere, so no other text can be"
                    + " compared with them; give vectors by the same model, as an .npy");
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        String word = kind.name().toLowerCase(Locale.ROOT);
        return argument.isEmpty() ? word : word + ":" + argument;
    }
}
