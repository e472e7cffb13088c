package dev.pith.text.openai;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What an embedding will take.
 *
 * @param texts how many
 * @param tokens all of theirs, as OpenAI's newer embedding models count them
 * @param dollars what OpenAI asks for that, as far as known
 */
public record Estimate(int texts, long tokens, OptionalDouble dollars) {
    /** Returns a phrase for the user. */
    @Override
    public String toString() {
        String cost = dollars.isPresent()
                ? String.format(Locale.ROOT, "about $%.2f at OpenAI's list price", dollars.getAsDouble())
                : "at a price that is not known here";
        return String.format(Locale.ROOT, "%,d texts, %,d tokens, %s", texts, tokens, cost);
    }
}
