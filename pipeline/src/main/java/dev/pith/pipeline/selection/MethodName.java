package dev.pith.pipeline.selection;

import dev.pith.run.Choices;
import dev.pith.selection.RankingMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A way to select by name: a ranking method, or {@value #AUTO} for the one that held-out samples speak for.
 *
 * @param method empty for {@value #AUTO}
 */
public record MethodName(Optional<RankingMethod> method) {
    /** Names no method: held-out samples choose. */
    public static final String AUTO = "auto";

    /** What others call a function whose greedy picks are those of k-center. */
    private static final String DISPARITY_MIN = "disparity-min";

    /**
     * Reads a name, in any case.
     *
     * @throws IllegalArgumentException when there is no such method
     */
    public static MethodName parse(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        if (!names().contains(word)) {
            throw unknown(name, names());
        }
        return new MethodName(
                word.equals(AUTO) ? Optional.empty() : Optional.of(Choices.of(RankingMethod.class, word)));
    }

    /** Returns what is to be said of a name that is none of some. */
    public static IllegalArgumentException unknown(String name, List<String> names) {
        return new IllegalArgumentException(
                name.equalsIgnoreCase(DISPARITY_MIN)
                        ? "take k-center for " + name + ", whose greedy picks are the same but for the first"
                        : "expected one of " + String.join(", ", names) + " but was '" + name + "'");
    }

    /** Returns all names. */
    public static List<String> names() {
        return Stream.concat(
                        Stream.of(AUTO), Arrays.stream(RankingMethod.values()).map(RankingMethod::toString))
                .toList();
    }

    @Override
    public String toString() {
        return method.map(RankingMethod::toString).orElse(AUTO);
    }
}
