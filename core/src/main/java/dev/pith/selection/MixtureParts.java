package dev.pith.selection;

import dev.pith.run.Choices;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which functions are summed at which weights. They count as they are: facility location is at most the number of
 * samples, a disparity sum grows with the square of the picks.
 *
 * @param parts at least one, each method once; copied
 */
public record MixtureParts(List<Part> parts) implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * One function.
     *
     * @param method one whose objective goes by features alone
     * @param weight positive
     */
    public record Part(RankingMethod method, double weight) implements Serializable {
        private static final long serialVersionUID = 1;

        /** Checks both. */
        public Part {
            if (!method.isFunction()) {
                throw new IllegalArgumentException(
                        "`mixture` sums functions of features (" + functions() + "), got " + method);
            }
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "`mixture` needs positive weights, got " + weight + " for " + method);
            }
        }

        private static String functions() {
            return Arrays.stream(RankingMethod.values())
                    .filter(RankingMethod::isFunction)
                    .map(RankingMethod::toString)
                    .collect(Collectors.joining(", "));
        }
    }

    /** Refuses none, and one twice. */
    public MixtureParts {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("`mixture` needs a function at least");
        }
        Set<RankingMethod> seen = new HashSet<>();
        for (Part part : parts) {
            if (!seen.add(part.method())) {
                throw new IllegalArgumentException("`mixture` names " + part.method() + " twice; add its weights");
            }
        }
    }

    /**
     * Reads a list such as {@code facility-location=1,disparity-sum=0.1}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static MixtureParts parse(String text) {
        List<Part> parts = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            int equals = word.indexOf('=');
            try {
                parts.add(new Part(
                        Choices.of(
                                RankingMethod.class, word.substring(0, equals).strip()),
                        Double.parseDouble(word.substring(equals + 1))));
            } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
                throw new IllegalArgumentException(
                        "expected functions with weights such as facility-location=1,disparity-sum=0.1 but was '" + text
                                + "'",
                        e);
            }
        }
        return new MixtureParts(parts);
    }

    /** Returns whether all functions are submodular on cosines. */
    boolean isSubmodular() {
        return parts.stream().noneMatch(part -> part.method() == RankingMethod.DISPARITY_SUM);
    }

    /** Returns the list that {@link #parse} reads. */
    @Override
    public String toString() {
        return parts.stream().map(part -> part.method() + "=" + part.weight()).collect(Collectors.joining(","));
    }
}
