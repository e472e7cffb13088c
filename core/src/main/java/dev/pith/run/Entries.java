package dev.pith.run;

import dev.pith.PithException;
import java.util.Map;
import java.util.function.Function;

/**
 * What a manifest remembers of a step, settings or facts, where an entry that is missing or unreadable is a fault
 * of the file.
 */
public final class Entries {
    private static final String REMEDY = "; bring the file back as Pith wrote it, or delete the run and make it anew";

    private Entries() {}

    /**
     * Returns the words of an entry.
     *
     * @throws PithException when there is none
     */
    public static String text(Map<String, String> entries, String name) {
        String value = entries.get(name);
        if (value == null) {
            throw new PithException(Manifest.FILE + ": a step does not say its " + name + REMEDY);
        }
        return value;
    }

    /**
     * Returns an entry that is a whole number.
     *
     * @throws PithException when there is none, or when it is not one
     */
    public static int whole(Map<String, String> entries, String name) {
        return parsed(entries, name, Integer::valueOf);
    }

    /**
     * Returns an entry that is a whole number of any size, as seeds and bytes are.
     *
     * @throws PithException when there is none, or when it is not one
     */
    public static long large(Map<String, String> entries, String name) {
        return parsed(entries, name, Long::valueOf);
    }

    /**
     * Returns an entry that is a number.
     *
     * @throws PithException when there is none, or when it is not one
     */
    public static double number(Map<String, String> entries, String name) {
        return parsed(entries, name, Double::valueOf);
    }

    private static <N> N parsed(Map<String, String> entries, String name, Function<String, N> parser) {
        String value = text(entries, name);
        try {
            return parser.apply(value);
        } catch (NumberFormatException e) {
            throw new PithException(
                    Manifest.FILE + ": a step says of its " + name + " " + value + ", which is not such a number"
                            + REMEDY,
                    e);
        }
    }
}
