package dev.pith.pipeline.language;

import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.sample.Budget;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.train.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How selections of records are evaluated by what a language model learns of them.
 *
 * @param model a folder as Hugging Face's libraries write it, or the name of a shape, which begins with random weights
 * @param epochs how often every record is seen; null for what is usual in a fine-tuning
 * @param batch records of a step; likewise
 * @param learningRate the largest, which falls in a line; likewise
 * @param seeds how often each is trained, from 1
 * @param holdout how many records are tested and not selected from, where no other test is given
 * @param seed the first, and of the draw of what is held out
 */
public record AnswerSettings(
        String model,
        @Nullable Integer epochs,
        @Nullable Integer batch,
        @Nullable Double learningRate,
        int seeds,
        Budget holdout,
        long seed) {
    /** How many records are held out unless told otherwise. */
    public static final String DEFAULT_HOLDOUT = "10%";

    /** Checks. */
    public AnswerSettings {
        if (seeds < 1) {
            throw new IllegalArgumentException("`seeds` must be at least 1, got " + seeds);
        }
        tuning(model, epochs, batch, learningRate, seed);
    }

    /** Returns what is usual of a model. */
    public static AnswerSettings of(String model, long seed) {
        return new AnswerSettings(
                model,
                null,
                null,
                null,
                Integer.parseInt(Conditions.DEFAULT_SEEDS),
                Budget.parse(DEFAULT_HOLDOUT),
                seed);
    }

    private static FinetuneSettings tuning(
            String model, @Nullable Integer epochs, @Nullable Integer batch, @Nullable Double learningRate, long seed) {
        return FinetuneSettings.builder(model)
                .epochs(epochs)
                .batch(batch)
                .learningRate(learningRate)
                .seed(seed)
                .build();
    }

    /** Returns the fine-tuning by a seed. */
    FinetuneSettings tuning(long by) {
        return tuning(model, epochs, batch, learningRate, by);
    }

    /** Returns how answers are learned by a seed: without warm-up, so alike for any number of records. */
    Recipe recipe(long by) {
        return tuning(by).recipe(1);
    }

    /** Returns what the manifest remembers: parameter name to value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        Recipe recipe = recipe(seed);
        map.put("model", model);
        map.put("epochs", Integer.toString(recipe.epochs()));
        map.put("batch", Integer.toString(recipe.batch()));
        map.put("lr", Double.toString(recipe.schedule().rate(0, 1)));
        map.put("seeds", Integer.toString(seeds));
        map.put("holdout", holdout.text());
        map.put("seed", Long.toString(seed));
        return map;
    }
}
