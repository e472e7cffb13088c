package dev.pith.text.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.pith.PithException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Cuts texts into the numbered pieces that a network knows, as its {@code tokenizer.json} says. Safe for use
 * by several threads.
 */
public final class WordPieces implements AutoCloseable {
    static {
        // Without these the library asks a cloud's metadata service who it is and reports its use.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer tokenizer;

    private WordPieces(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a {@code tokenizer.json}; nothing of a text is cut off.
     *
     * @param name of the file in messages
     * @throws PithException when it is none
     */
    static WordPieces of(byte[] json, String name) {
        // What the file says of padding and cutting is not what is wanted here.
        Map<String, String> options = Map.of("padding", "false", "truncation", "false");
        try {
            return new WordPieces(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options));
        } catch (IOException | RuntimeException e) {
            throw new PithException(name + ": is no tokenizer.json that can be read (" + e.getMessage() + ")", e);
        }
    }

    /** Opens minilm's. */
    public static WordPieces minilm() {
        return of(OnnxModel.resource(OnnxModel.MINILM_TOKENIZER), "minilm");
    }

    /**
     * Opens a {@code tokenizer.json}.
     *
     * @throws PithException when it cannot be read
     */
    public static WordPieces file(Path file) {
        try {
            return of(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Returns a text's pieces. */
    MarkedPieces pieces(String text) {
        Encoding encoding = tokenizer.encode(text, true, false);
        return MarkedPieces.of(encoding.getIds(), encoding.getSpecialTokenMask());
    }

    /** Returns how many pieces a text has, without those that mark its beginning and end. */
    public int count(String text) {
        return tokenizer.encode(text, false, false).getIds().length;
    }

    /** Returns a text's pieces by their numbers, without those that mark its beginning and end. */
    public int[] ids(String text) {
        return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Returns the number of the piece that the tokenizer puts before a text by itself; -1 where there is none. */
    public int begin() {
        long[] marked = tokenizer.encode("a", true, false).getIds();
        int[] bare = ids("a");
        return marked.length > bare.length && marked[0] != bare[0] ? Math.toIntExact(marked[0]) : -1;
    }

    /** Returns the text of pieces, without those that mark something. */
    public String text(int... ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
