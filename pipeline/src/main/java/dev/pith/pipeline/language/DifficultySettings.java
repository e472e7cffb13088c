package dev.pith.pipeline.language;

import dev.pith.data.Fingerprint;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.LanguageModels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the difficulty of given records.
 *
 * @param model a folder as Hugging Face's libraries write it, with a {@code tokenizer.json}
 * @param context the most tokens of a record; null for what the model allows
 * @param template null for what is usual for each record's form
 */
public record DifficultySettings(Path model, @Nullable Integer context, @Nullable ChatTemplate template) {
    /** Refuses what is out of range. */
    public DifficultySettings {
        if (context != null && context < 2) {
            throw new IllegalArgumentException("`context` must be at least 2, got " + context);
        }
    }

    /** Returns what is usual of a model. */
    public static DifficultySettings of(Path model) {
        return new DifficultySettings(model, null, null);
    }

    /** Returns what the manifest remembers: parameter name to value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("by", "ifd");
        map.put("model", model.toString());
        map.put("model fingerprint", Fingerprint.ofFiles(LanguageModels.files(model)));
        map.put("tokenizer fingerprint", Fingerprint.ofFiles(List.of(model.resolve(ChatTokenizer.FILE))));
        map.put("context", context == null ? "model" : context.toString());
        map.put("template", template == null ? "usual" : template.toString());
        return map;
    }
}
