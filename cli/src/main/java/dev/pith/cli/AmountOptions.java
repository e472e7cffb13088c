package dev.pith.cli;

import dev.pith.data.RecordSource;
import dev.pith.text.RecordTexts;
import dev.pith.text.token.TokenCounter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much text is kept, where its amount decides and not the number of records. */
final class AmountOptions {
    @Option(
            names = "--keep-tokens",
            paramLabel = "COUNT",
            description = "Keep records in order as long as their texts have no more tokens together: 500k or 1.5M.")
    private @Nullable Amount tokens;

    @Option(
            names = "--keep-bytes",
            paramLabel = "COUNT",
            description = "Keep records in order as long as they have no more bytes together: 500k or 1.5M.")
    private @Nullable Amount bytes;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            description = "What counts tokens: an encoding of OpenAI's (o200k_base), minilm, or a tokenizer.json"
                    + " (default: " + TokenCounter.USUAL + ").")
    private @Nullable String tokenizer;

    boolean given() {
        return tokens != null || bytes != null;
    }

    /** Refuses what cannot be. */
    void check(boolean texts) {
        if (tokens != null && bytes != null) {
            throw new IllegalArgumentException("--keep-tokens and --keep-bytes both say how much is kept; give one");
        }
        if (tokenizer != null && tokens == null) {
            throw new IllegalArgumentException("--tokenizer counts for --keep-tokens; give that too");
        }
        if (given() && !texts) {
            throw new IllegalArgumentException(
                    "--keep-tokens and --keep-bytes are for texts; give a number of samples");
        }
        if (tokens != null) {
            counter().close();
        }
    }

    private TokenCounter counter() {
        return TokenCounter.of(tokenizer == null ? TokenCounter.USUAL : tokenizer);
    }

    /**
     * Returns how many records of an order have no more tokens or bytes in all.
     *
     * @throws IllegalArgumentException when not even the first is within the amount
     */
    int within(Session session, int[] order) {
        Amount most = tokens != null ? tokens : bytes;
        if (most == null) {
            return order.length;
        }
        try (RecordSource source = (RecordSource) session.reopenSource();
                TokenCounter counter = counter()) {
            long sum = 0;
            for (int i = 0; i < order.length; i++) {
                sum += tokens != null
                        ? counter.count(RecordTexts.text(source, order[i]))
                        : source.record(order[i]).length;
                if (sum > most.value()) {
                    if (i == 0) {
                        throw new IllegalArgumentException("not even record " + order[0]
                                + ", the first of the order, is within the budget; it has " + sum
                                + (tokens != null ? " tokens" : " bytes"));
                    }
                    return i;
                }
            }
            return order.length;
        }
    }

    /** Returns what the manifest remembers; empty when nothing is given. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (tokens != null) {
            map.put("--keep-tokens", tokens.text());
            map.put("--tokenizer", tokenizer == null ? TokenCounter.USUAL : tokenizer);
        } else if (bytes != null) {
            map.put("--keep-bytes", bytes.text());
        }
        return map;
    }
}
