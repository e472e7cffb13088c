package dev.pith.pipeline.language;

import dev.pith.data.Fingerprint;
import dev.pith.run.Choices;
import dev.pith.text.chat.ChatTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how a language model answers the questions of a task file.
 *
 * @param model the run of a fine-tuning, or a folder of a model or of what was added to one
 * @param examples a file of questions that are asked and answered before each, those of its subject; null for none
 * @param shots the most of them; null for all
 * @param by what the model says of a choice
 * @param tokens the most of a free answer
 * @param template that every question is put into; null for the text as it is
 */
public record TaskSettings(
        Path model,
        @Nullable Path examples,
        @Nullable Integer shots,
        By by,
        int tokens,
        @Nullable ChatTemplate template) {
    /** What the model says of a choice, unless told otherwise. */
    public static final String DEFAULT_BY = "letter";

    /** The most tokens of a free answer, unless told otherwise. */
    public static final String DEFAULT_TOKENS = "32";

    private static final String NONE = "none";

    /** What a model says of a choice, and takes it where that is the most likely. */
    public enum By {
        /** Its letter; the choices stand below the question, as in MMLU (Hendrycks et al. 2021). */
        LETTER,
        /** Its text; the choices are not shown. */
        TEXT;

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Refuses what is out of range. */
    public TaskSettings {
        if (tokens < 1) {
            throw new IllegalArgumentException("`answer-tokens` must be at least 1, got " + tokens);
        }
        if (shots != null && shots < 1) {
            throw new IllegalArgumentException("`shots` must be at least 1, got " + shots);
        }
        if (shots != null && examples == null) {
            throw new IllegalArgumentException("`shots` says how many of the `examples` are shown; give their file");
        }
    }

    /** Returns what is usual: questions as they are, choices by their letters. */
    public static TaskSettings of(Path model) {
        return new TaskSettings(
                model, null, null, Choices.of(By.class, DEFAULT_BY), Integer.parseInt(DEFAULT_TOKENS), null);
    }

    /** Returns what the manifest remembers: parameter name to value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("model", model.toString());
        map.put("examples", examples == null ? NONE : examples.toString());
        if (examples != null) {
            map.put("examples fingerprint", Fingerprint.ofFiles(List.of(examples)));
            map.put("shots", shots == null ? "all" : shots.toString());
        }
        map.put("by", by.toString());
        map.put("answer-tokens", Integer.toString(tokens));
        map.put("template", template == null ? NONE : template.toString());
        return map;
    }
}
