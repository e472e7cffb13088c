package dev.pith.pipeline.selection;

import dev.pith.data.RecordSource;
import dev.pith.text.RecordTexts;
import dev.pith.text.token.TokenCounter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much text is kept, where its amount decides and not the number of records.
 *
 * @param most in all
 * @param tokenizer what counts tokens; null when bytes are counted
 */
public record TextBudget(TextAmount most, @Nullable String tokenizer) {
    private static final String TOKENS = "keep-tokens";
    private static final String TOKENIZER = "tokenizer";
    private static final String BYTES = "keep-bytes";

    /** Counts tokens; the tokenizer is opened once, so that one that is not there is refused before any work. */
    public static TextBudget tokens(TextAmount most, String tokenizer) {
        TokenCounter.of(tokenizer).close();
        return new TextBudget(most, tokenizer);
    }

    /** Counts bytes of records as they stand in the file. */
    public static TextBudget bytes(TextAmount most) {
        return new TextBudget(most, null);
    }

    /**
     * Returns how many records of an order have no more tokens or bytes in all.
     *
     * @throws IllegalArgumentException when not even the first is within the budget
     */
    int within(RecordSource source, int[] order) {
        return tokenizer == null ? bytesWithin(source, order) : tokensWithin(source, order, tokenizer);
    }

    private int tokensWithin(RecordSource source, int[] order, String name) {
        try (TokenCounter counter = TokenCounter.of(name)) {
            return within(order, id -> counter.count(RecordTexts.text(source, id)), "tokens");
        }
    }

    private int bytesWithin(RecordSource source, int[] order) {
        return within(order, id -> source.record(id).length, "bytes");
    }

    private int within(int[] order, IntToLongFunction size, String unit) {
        long sum = 0;
        for (int i = 0; i < order.length; i++) {
            sum += size.applyAsLong(order[i]);
            if (sum > most.value()) {
                if (i == 0) {
                    throw new IllegalArgumentException("not even record " + order[0]
                            + ", the first of the order, is within the budget; it has " + sum + " " + unit);
                }
                return i;
            }
        }
        return order.length;
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (tokenizer == null) {
            map.put(BYTES, most.text());
        } else {
            map.put(TOKENS, most.text());
            map.put(TOKENIZER, tokenizer);
        }
        return map;
    }

    /** Returns the budget that a manifest remembers, if it does. */
    public static Optional<TextBudget> of(Map<String, String> map) {
        if (map.containsKey(BYTES)) {
            return Optional.of(bytes(TextAmount.parse(map.get(BYTES))));
        }
        return map.containsKey(TOKENS)
                ? Optional.of(new TextBudget(TextAmount.parse(map.get(TOKENS)), map.get(TOKENIZER)))
                : Optional.empty();
    }
}
