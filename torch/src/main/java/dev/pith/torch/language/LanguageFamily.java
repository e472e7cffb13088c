package dev.pith.torch.language;

import dev.pith.PithException;
import dev.pith.data.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of models, by the {@code model_type} of their {@code config.json}. */
public enum LanguageFamily {
    GPT2,
    LLAMA,
    /** LLaMA with windows of attention, which texts up to the length of a window do not notice. */
    MISTRAL,
    /** LLaMA with biases of queries, keys and values. */
    QWEN2;

    /**
     * Returns the family of a model type.
     *
     * @param where the file, for messages
     * @throws PithException when it is none of these; proposes the nearest
     */
    static LanguageFamily of(String modelType, String where) {
        List<String> names =
                Arrays.stream(values()).map(LanguageFamily::toString).toList();
        int index = names.indexOf(modelType);
        if (index < 0) {
            String hint = NearestName.of(modelType, names)
                    .map(name -> "; the nearest is '" + name + "'")
                    .orElse("");
            throw new PithException(where + ": its model_type is '" + modelType + "', and models are "
                    + String.join(", ", names) + hint + ": take a model of one of these");
        }
        return values()[index];
    }

    /** Returns the {@code model_type}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
