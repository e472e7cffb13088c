package dev.pith.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Enums by the words that a manifest has for their values, which are what they return as text. */
public final class Choices {
    private Choices() {}

    /**
     * Returns the value that is written so.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static <E extends Enum<E>> E of(Class<E> type, @Nullable String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "one of " + Arrays.toString(type.getEnumConstants()) + " was expected, got " + word));
    }
}
