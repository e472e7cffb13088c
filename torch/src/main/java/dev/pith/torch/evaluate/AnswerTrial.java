package dev.pith.torch.evaluate;

import dev.pith.torch.train.Recipe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One training of a language model, by all that decides its outcome but the records themselves.
 *
 * @param model its name
 * @param ids of the records it is trained on, ascending; not copied
 * @param tokens all that these records have
 * @param recipe how; its seed also decides initial weights, where those are random, and order
 */
public record AnswerTrial(String model, int[] ids, long tokens, Recipe recipe) implements Trial {
    @Override
    public long samples() {
        return recipe.epochs() * tokens;
    }

    @Override
    public Measure measure() {
        return Measure.LOSS;
    }

    @Override
    public String identity() {
        return String.join(
                " ",
                model,
                recipe.toString(),
                Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("model", model);
        description.put("records", ids.length);
        description.put("tokens", tokens);
        description.put("seed", recipe.seed());
        description.put("batch", recipe.batch());
        return description;
    }

    /** Returns what a message calls the training. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s on %,d records, seed %d", model, ids.length, recipe.seed());
    }
}
