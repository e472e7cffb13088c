package dev.pith.cli.option;

import dev.pith.pipeline.language.TaskSettings;
import dev.pith.text.chat.ChatTemplate;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which questions a language model answers, and how they are put to it. */
public final class TaskOptions {
    @Option(
            names = "--task",
            paramLabel = "FILE",
            description =
                    "Let a language model, SOURCE, answer the questions of this file (question, choices and answer,"
                            + " or question and answer alone): SOURCE is the run of a fine-tuning, or the folder of a model.")
    private @Nullable Path task;

    @Option(
            names = "--examples",
            paramLabel = "FILE",
            description = "Ask and answer the questions of this file before each of --task, those of its subject.")
    private @Nullable Path examples;

    @Option(
            names = "--shots",
            paramLabel = "COUNT",
            description = "The most examples before a question (default: all of its subject).")
    private @Nullable Integer shots;

    @Option(
            names = "--answer-by",
            paramLabel = "letter|text",
            description =
                    "What the model says of a choice: its letter, with the choices below the question, or its text"
                            + " (default: " + TaskSettings.DEFAULT_BY + ").")
    private TaskSettings.@Nullable By by;

    @Option(
            names = "--answer-tokens",
            paramLabel = "COUNT",
            description = "The most tokens of an answer where there are no choices (default: "
                    + TaskSettings.DEFAULT_TOKENS + ").")
    private @Nullable Integer tokens;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "Put every question of --task into this prompt: alpaca, chatml, llama2, llama3 or plain"
                    + " (default: none, the question as it is).")
    private @Nullable ChatTemplate template;

    /**
     * Returns the file of questions, or null where none is named.
     *
     * @throws IllegalArgumentException when an option is given that is for one
     */
    public @Nullable Path file() {
        boolean others = examples != null || shots != null || by != null || tokens != null || template != null;
        if (task == null && others) {
            throw new IllegalArgumentException(
                    "--examples, --shots, --answer-by, --answer-tokens and --template are for --task");
        }
        return task;
    }

    /**
     * Returns how a model is asked.
     *
     * @param model a run or a folder
     */
    public TaskSettings settings(Path model) {
        TaskSettings usual = TaskSettings.of(model);
        return new TaskSettings(
                model,
                examples,
                shots,
                by == null ? usual.by() : by,
                tokens == null ? usual.tokens() : tokens,
                template);
    }
}
