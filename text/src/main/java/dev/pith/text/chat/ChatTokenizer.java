package dev.pith.text.chat;

import dev.pith.PithException;
import dev.pith.text.onnx.WordPieces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns dialogues into the tokens of a model. What is given and what is learned are cut into tokens apart from each
 * other, so that the tokens of a prompt are those that it has alone. Safe for use by several threads.
 */
public final class ChatTokenizer implements AutoCloseable {
    /** What a tokenizer's file is called in the folder of its model. */
    public static final String FILE = "tokenizer.json";

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private final WordPieces pieces;
    private final int begin;
    private final int end;
    private final @Nullable ChatTemplate template;

    /**
     * Opens a {@code tokenizer.json}.
     *
     * @param vocabulary how many tokens the model knows
     * @param end the token that ends one
     * @param template null for what is usual for each record's form
     * @throws PithException when the file cannot be read, or has tokens that the model does not know
     */
    public ChatTokenizer(Path file, int vocabulary, int end, @Nullable ChatTemplate template) {
        int largest = TokenizerFile.largestId(file);
        if (largest >= vocabulary || end >= vocabulary) {
            throw new PithException(file + ": has tokens up to number " + Math.max(largest, end)
                    + ", and the model knows " + vocabulary + ": take the tokenizer that the model was made with");
        }
        this.pieces = WordPieces.file(file);
        this.begin = pieces.begin();
        this.end = end;
        this.template = template;
    }

    /**
     * Returns how many tokens a {@code tokenizer.json} has.
     *
     * @throws PithException when the file cannot be read
     */
    public static int vocabulary(Path file) {
        return TokenizerFile.largestId(file) + 1;
    }

    /**
     * Returns the tokens of a dialogue. Half a surrogate pair, which no tokenizer knows, is read as U+FFFD.
     */
    public ChatTokens encode(Dialogue dialogue) {
        ChatTemplate chosen = template == null ? ChatTemplate.usual(dialogue.form()) : template;
        List<ChatTokens> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        List<Piece> parts = chosen.pieces(dialogue.turns());
        if (begin >= 0 && !parts.get(0).equals(Piece.BEGIN)) { // as the tokenizer does with any text
            tokens.add(ChatTokens.of(false, begin));
        }
        for (int i = 0; i < parts.size(); i++) {
            Piece part = parts.get(i);
            text.append(part.text());
            boolean last = i == parts.size() - 1 || parts.get(i + 1).learned() != part.learned();
            if ((part.isMarker() || last) && !text.isEmpty()) {
                tokens.add(ChatTokens.of(part.learned(), encode(text.toString())));
                text.setLength(0);
            }
            int marker = part.learned() ? end : begin;
            if (part.isMarker() && marker >= 0) {
                tokens.add(ChatTokens.of(part.learned(), marker));
            }
        }
        return ChatTokens.join(tokens);
    }

    /** Returns the token that begins every text, or -1 where there is none. */
    public int begin() {
        return begin;
    }

    /** Returns the tokens of a text. */
    public int[] encode(String text) {
        return pieces.ids(LONE_SURROGATE.matcher(text).replaceAll("\uFFFD"));
    }

    /** Returns the text of tokens, without those that mark beginnings and ends. */
    public String decode(int... ids) {
        return pieces.text(ids);
    }

    @Override
    public void close() {
        pieces.close();
    }
}
