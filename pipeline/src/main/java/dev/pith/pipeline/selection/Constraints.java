package dev.pith.pipeline.selection;

import dev.pith.selection.MaximizerKind;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What samples may cost together, or how many of each group are picked: either ranks all samples together.
 *
 * @param cost a column of the source, a file of numbers, or {@value #TOKENS} of records; or null
 * @param budgetCost what all may cost together; null where cost is
 * @param atMost how many of each group are picked at most: a number for all, or a file of groups with theirs; or null
 * @param atLeast likewise, at least
 */
public record Constraints(
        @Nullable String cost, @Nullable Double budgetCost, @Nullable String atMost, @Nullable String atLeast) {
    /** Nothing is constrained. */
    public static final Constraints NONE = new Constraints(null, null, null, null);

    /** What a record costs by this name: how many tokens it has. */
    public static final String TOKENS = "tokens";

    static final String COST = "cost";
    static final String AT_MOST = "at-most";
    static final String AT_LEAST = "at-least";
    private static final String BUDGET_COST = "budget-cost";
    private static final String COUNT = "[0-9]{1,9}";

    /** Refuses a cost without a budget, and one beside limits. */
    public Constraints {
        if ((cost == null) != (budgetCost == null)) {
            throw new IllegalArgumentException("`cost` and `budget-cost` belong together; give both or none");
        }
        if (budgetCost != null && !(budgetCost > 0 && budgetCost < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`budget-cost` must be a positive number, got " + budgetCost);
        }
        if (cost != null && (atMost != null || atLeast != null)) {
            throw new IllegalArgumentException(
                    "`cost` and limits of groups (`at-most`, `at-least`) do not go together; give either");
        }
    }

    /** Returns whether there is none. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Returns whether groups have limits. */
    public boolean hasLimits() {
        return atMost != null || atLeast != null;
    }

    /** Insists on texts where their tokens are what they cost. */
    void requireFits(boolean texts) {
        if (TOKENS.equals(cost) && !texts) {
            throw new IllegalArgumentException("`cost` tokens counts those of records of text, and the source holds"
                    + " none: give a column or a file of costs");
        }
    }

    /** Returns whether a limit is a number for all groups, and not a file. */
    static boolean isNumber(String limit) {
        return limit.matches(COUNT);
    }

    /** Returns whether what the manifest remembers may be a file, and is no word and no number. */
    static boolean isFile(String key, String value) {
        return switch (key) {
            case COST -> !value.equals(TOKENS);
            case AT_MOST, AT_LEAST -> !isNumber(value);
            default -> false;
        };
    }

    /** Insists on a method that can be constrained. */
    void require(RankingSettings ranking) {
        RankingMethod method = ranking.method();
        if (cost != null && !method.isMonotone()) {
            throw new IllegalArgumentException("`cost` is for "
                    + Arrays.stream(RankingMethod.values())
                            .filter(RankingMethod::isMonotone)
                            .map(RankingMethod::toString)
                            .collect(Collectors.joining(", "))
                    + ", got " + method);
        }
        if (hasLimits() && !method.hasObjective()) {
            throw new IllegalArgumentException(
                    "`at-most` and `at-least` are for methods with an objective, such as facility-location, got "
                            + method);
        }
        if (!isNone()
                && (ranking.maximizer() != MaximizerKind.NAIVE || !ranking.cut().isNone())) {
            throw new IllegalArgumentException(
                    "costs and limits of groups have an exact maximizer of their own and cut nothing: leave out"
                            + " `maximizer` and `cut`");
        }
    }

    /** Returns the constraints that a manifest remembers. */
    static Constraints of(Map<String, String> map) {
        String budget = map.get(BUDGET_COST);
        return new Constraints(
                map.get(COST), budget == null ? null : Double.valueOf(budget), map.get(AT_MOST), map.get(AT_LEAST));
    }

    /** Returns what the manifest remembers, files by their names. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        put(map, COST, cost);
        put(map, BUDGET_COST, budgetCost == null ? null : budgetCost.toString());
        put(map, AT_MOST, atMost);
        put(map, AT_LEAST, atLeast);
        return map;
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
