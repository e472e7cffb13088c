package dev.pith.cli.option;

import dev.pith.pipeline.selection.TextAmount;
import dev.pith.pipeline.selection.TextBudget;
import dev.pith.text.token.TokenCounter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much text is kept, where its amount decides and not the number of records. */
public final class AmountOptions {
    @Option(
            names = "--keep-tokens",
            paramLabel = "COUNT",
            description = "Decide by the amount of text: keep records, in order, as long as they have no more tokens"
                    + " together, such as 500k or 1.5M.")
    private @Nullable TextAmount tokens;

    @Option(names = "--keep-bytes", paramLabel = "COUNT", description = "The same in bytes of the records.")
    private @Nullable TextAmount bytes;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            description =
                    "What counts tokens: an encoding of OpenAI such as o200k_base, minilm, or a file tokenizer.json"
                            + " (default: "
                            + TokenCounter.USUAL
                            + ").")
    private @Nullable String tokenizer;

    public boolean given() {
        return tokens != null || bytes != null;
    }

    /**
     * Returns the budget, or null when none is given.
     *
     * @param texts whether the samples are texts
     * @throws IllegalArgumentException when options contradict each other or the samples
     */
    public @Nullable TextBudget budget(boolean texts) {
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
            return TextBudget.tokens(tokens, tokenizer == null ? TokenCounter.USUAL : tokenizer);
        }
        return bytes == null ? null : TextBudget.bytes(bytes);
    }
}
