package dev.pith.cli.option;

import dev.pith.pipeline.language.DifficultySettings;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a language model scores records. */
public final class DifficultyOptions {
    /** What scores. */
    enum Scorer {
        TRAINING,
        IFD;

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description =
                    "What scores: training (of a network, on images with labels), or ifd (of records: the loss of a"
                            + " language model on the answer after its question, divided by that on the answer alone)"
                            + " (default: training).")
    private @Nullable Scorer by;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The language model: a folder with config.json, model.safetensors and tokenizer.json.")
    private @Nullable Path model;

    @Mixin
    private PromptOptions prompt;

    /**
     * Returns how to score records, or null where a training scores.
     *
     * @throws IllegalArgumentException when options contradict each other
     */
    public @Nullable DifficultySettings settings() {
        if (by != Scorer.IFD) {
            if (model != null || prompt.context() != null || prompt.template() != null) {
                throw new IllegalArgumentException("--model, --context and --template are for --by ifd");
            }
            return null;
        }
        if (model == null) {
            throw new IllegalArgumentException("--by ifd needs a language model: give its folder with --model");
        }
        return new DifficultySettings(model, prompt.context(), prompt.template());
    }
}
