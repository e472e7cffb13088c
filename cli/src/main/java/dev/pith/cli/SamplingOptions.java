package dev.pith.cli;

import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.sample.Budget;
import dev.pith.text.token.TokenCounter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples are drawn from the bins. */
final class SamplingOptions {
    private static final Budget USUAL = Budget.parse("0.1");

    @Option(
            names = "--keep",
            paramLabel = "HOW-MANY",
            description = "How many samples to keep: a ratio (0.125), a percentage (12.5%%) or a count (750)"
                    + " (default: 0.1).")
    private @Nullable Budget keep;

    @Option(
            names = "--keep-tokens",
            paramLabel = "COUNT",
            description =
                    "Keep records in draw order as long as their texts have no more tokens together: 500k or 1.5M.")
    private @Nullable Amount tokens;

    @Option(
            names = "--keep-bytes",
            paramLabel = "COUNT",
            description = "Keep records in draw order as long as they have no more bytes together: 500k or 1.5M.")
    private @Nullable Amount bytes;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            description = "What counts tokens: an encoding of OpenAI's (o200k_base), minilm, or a tokenizer.json"
                    + " (default: " + TokenCounter.USUAL + ").")
    private @Nullable String tokenizer;

    @Option(
            names = "--include",
            paramLabel = "FILE",
            description = "Ids or keys, one a line, that are kept in any case.")
    private @Nullable Path include;

    @Option(names = "--exclude", paramLabel = "FILE", description = "Ids or keys, one a line, that are never kept.")
    private @Nullable Path exclude;

    /** Returns what the command line gives when it says no more than how many. */
    static SamplingOptions keeping(Budget keep) {
        SamplingOptions options = new SamplingOptions();
        options.keep = keep;
        return options;
    }

    /** Refuses what cannot be, before any work. */
    void check(Source source) {
        check(source.size(), source instanceof RecordSource);
    }

    /**
     * Refuses what cannot be.
     *
     * @param n the number of samples
     */
    void check(int n, boolean texts) {
        if (Stream.of(keep, tokens, bytes).filter(Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException(
                    "--keep, --keep-tokens and --keep-bytes all say how much is kept; give one of them");
        }
        if (tokenizer != null && tokens == null) {
            throw new IllegalArgumentException("--tokenizer counts for --keep-tokens; give that too");
        }
        if ((tokens != null || bytes != null) && !texts) {
            throw new IllegalArgumentException("--keep-tokens and --keep-bytes are for texts; say --keep");
        }
        if (tokens != null) {
            counter().close();
        }
        count().of(n);
    }

    /** Returns how many samples are kept, unless tokens or bytes say so. */
    Budget count() {
        return keep == null ? USUAL : keep;
    }

    /** Returns what the records may have in all, or null when their number is given. */
    @Nullable
    Amount amount() {
        return tokens != null ? tokens : bytes;
    }

    /** Returns whether {@link #amount} is of tokens. */
    boolean countsTokens() {
        return tokens != null;
    }

    /** Opens what counts tokens. */
    TokenCounter counter() {
        return TokenCounter.of(tokenizer == null ? TokenCounter.USUAL : tokenizer);
    }

    /** Returns what the manifest remembers of how much is kept. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (tokens != null) {
            map.put("--keep-tokens", tokens.text());
            map.put("--tokenizer", tokenizer == null ? TokenCounter.USUAL : tokenizer);
        } else if (bytes != null) {
            map.put("--keep-bytes", bytes.text());
        } else {
            map.put("--keep", count().text());
        }
        return map;
    }

    @Nullable
    Path include() {
        return include;
    }

    @Nullable
    Path exclude() {
        return exclude;
    }
}
