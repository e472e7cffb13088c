package dev.pith.pipeline.finetune;

import dev.pith.data.Fingerprint;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.sample.Budget;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import dev.pith.torch.language.Lora;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a fine-tuning on given records.
 *
 * @param model a folder as Hugging Face's libraries write it, or the name of a shape
 * @param tokenizer a {@code tokenizer.json}; null for that of the folder, or for one learned from the records
 * @param vocabulary how many tokens one that is learned has
 * @param context the most tokens of a record; null for what the model allows
 * @param template null for what is usual for each record's form
 * @param lora the rank of what is added while the weights stay; null for all weights to be learned
 * @param kind how is trained where nothing else is said
 * @param epochs null for what the recipe says
 * @param batch records of a step; null for what the recipe says
 * @param learningRate the largest, which falls in a line; null for what the recipe says, or is usual
 * @param pruning what each epoch sees
 * @param holdout how many records are tested and not trained on; null for none
 */
public record FinetuneSettings(
        String model,
        @Nullable Path tokenizer,
        int vocabulary,
        @Nullable Integer context,
        @Nullable ChatTemplate template,
        @Nullable Integer lora,
        FinetuneRecipe kind,
        @Nullable Integer epochs,
        @Nullable Integer batch,
        @Nullable Double learningRate,
        PruningSettings pruning,
        @Nullable Budget holdout,
        long seed) {
    /** Tokens of a vocabulary that is learned, unless told otherwise. */
    public static final String DEFAULT_VOCABULARY = "4096";

    /** How is trained unless told otherwise. */
    public static final String DEFAULT_RECIPE = "usual";

    /** The largest norm of a gradient. */
    private static final double LARGEST_NORM = 1;

    /** Learning rates that are usual: of random weights, of learned ones, and of what is added to those. */
    private static final double FROM_RANDOM = 1e-3;

    private static final double FROM_LEARNED = 2e-5;
    private static final double OF_LORA = 2e-4;

    /** Refuses what is out of range. */
    public FinetuneSettings {
        requirePositive("epochs", epochs);
        requirePositive("batch", batch);
        requirePositive("lora", lora);
        if (context != null && context < 2) {
            throw new IllegalArgumentException("`context` must be at least 2, got " + context);
        }
        if (learningRate != null && !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr` must be a positive number, got " + learningRate);
        }
        if (pruning.sampleBy() != null) {
            throw new IllegalArgumentException("`sample-by` is not for language models; use `selection`");
        }
    }

    private static void requirePositive(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException("`" + name + "` must be at least 1, got " + value);
        }
    }

    /** Returns the folder of the model, or null where a shape is named. */
    @Nullable
    Path folder() {
        Path folder = Path.of(model);
        return Files.isDirectory(folder) ? folder : null;
    }

    /**
     * Checks that there is such a model, before anything is opened.
     *
     * @throws dev.pith.PithException when the name is none of a folder or a shape, or the folder holds no model
     */
    public void requireModel() {
        Path folder = folder();
        if (folder == null) {
            LanguageShape.of(model);
        } else {
            LanguageModels.config(folder);
        }
    }

    /** Returns what is added to the weights, or null. */
    @Nullable
    Lora adaptation() {
        return lora == null ? null : new Lora(lora, 2.0 * lora, List.of());
    }

    /** Returns the largest norm of a gradient. */
    public double largestNorm() {
        return LARGEST_NORM;
    }

    /** Returns the recipe. */
    public Recipe recipe() {
        double usual = lora != null ? OF_LORA : folder() == null ? FROM_RANDOM : FROM_LEARNED;
        double rate = learningRate != null ? learningRate : kind.learningRate().orElse(usual);
        return Recipe.builder()
                .epochs(epochs == null ? kind.epochs() : epochs)
                .batch(batch == null ? kind.batch() : batch)
                .rule(new Adam(0.9, kind.beta2(), 1e-8, kind.weightDecay(), true))
                .schedule(new Schedule.Linear(rate, 0))
                .seed(seed)
                .build();
    }

    /** Returns what the manifest remembers: parameter name to value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        Recipe recipe = recipe();
        Path folder = folder();
        map.put("model", model);
        if (folder != null) {
            map.put("model fingerprint", Fingerprint.ofFiles(LanguageModels.files(folder)));
        }
        if (tokenizer != null) {
            map.put("tokenizer", tokenizer.getFileName().toString());
            map.put("tokenizer fingerprint", Fingerprint.ofFiles(List.of(tokenizer)));
        } else if (folder == null) {
            map.put("vocabulary", Integer.toString(vocabulary));
        }
        map.put("context", context == null ? "model" : context.toString());
        map.put("template", template == null ? "usual" : template.toString());
        map.put("lora", lora == null ? "none" : lora.toString());
        map.put("recipe", kind.toString());
        map.put("epochs", Integer.toString(recipe.epochs()));
        map.put("batch", Integer.toString(recipe.batch()));
        map.put("lr", Double.toString(recipe.schedule().rate(0, 1)));
        map.putAll(pruning.toMap());
        map.put("holdout", holdout == null ? "none" : holdout.text());
        map.put("seed", Long.toString(seed));
        return map;
    }
}
