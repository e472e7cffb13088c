package dev.pith.cli.option;

import dev.pith.text.chat.ChatTemplate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a language model reads of a record. */
public final class PromptOptions {
    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "Cut records that are longer (default: as the model allows).")
    private @Nullable Integer context;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description =
                    "The prompt: alpaca, chatml, llama2, llama3 or plain (default: alpaca for instructions, chatml"
                            + " for conversations, plain for texts).")
    private @Nullable ChatTemplate template;

    /** Returns the most tokens of a record; null for what the model allows. */
    @Nullable
    Integer context() {
        return context;
    }

    /** Returns the prompt; null for what is usual for each record's form. */
    @Nullable
    ChatTemplate template() {
        return template;
    }
}
