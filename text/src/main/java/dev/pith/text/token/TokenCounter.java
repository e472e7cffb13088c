package dev.pith.text.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.pith.text.onnx.WordPieces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the tokens of texts, none of them special. Safe for use by several threads. */
public interface TokenCounter extends AutoCloseable {
    /** What counts when nothing else is named. */
    String USUAL = "cl100k_base";

    /** Returns how many tokens a text has. */
    int count(String text);

    /** Releases native memory. */
    @Override
    void close();

    /**
     * Opens a tokenizer.
     *
     * @param name of one of OpenAI's encodings, such as {@code cl100k_base}; {@code minilm};
     *     or a {@code tokenizer.json}
     * @throws IllegalArgumentException when there is no such tokenizer
     * @throws dev.pith.PithException when the file cannot be read
     */
    static TokenCounter of(String name) {
        Optional<EncodingType> encoding = EncodingType.fromName(name);
        if (encoding.isPresent()) {
            return of(Encodings.newLazyEncodingRegistry().getEncoding(encoding.get()));
        }
        if (name.equals("minilm")) {
            return of(WordPieces.minilm());
        }
        if (Files.isRegularFile(Path.of(name))) {
            return of(WordPieces.file(Path.of(name)));
        }
        List<String> names =
                Arrays.stream(EncodingType.values()).map(EncodingType::getName).collect(Collectors.toList());
        throw new IllegalArgumentException("a tokenizer is " + String.join(", ", names)
                + ", minilm or the path of a tokenizer.json, got '" + name + "'");
    }

    private static TokenCounter of(Encoding encoding) {
        return new TokenCounter() {
            @Override
            public int count(String text) {
                return encoding.countTokensOrdinary(text);
            }

            @Override
            public void close() {
                // Plain Java.
            }
        };
    }

    private static TokenCounter of(WordPieces pieces) {
        return new TokenCounter() {
            @Override
            public int count(String text) {
                return pieces.count(text);
            }

            @Override
            public void close() {
                pieces.close();
            }
        };
    }
}
