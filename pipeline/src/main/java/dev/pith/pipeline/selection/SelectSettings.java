package dev.pith.pipeline.selection;

import dev.pith.run.Choices;
import dev.pith.run.Entries;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How samples are ranked, and how many.
 *
 * @param budget how many samples of each group are ranked
 * @param text how much text the ranking is cut to, or null
 * @param stratify whether every class is ranked for itself
 */
public record SelectSettings(RankingSettings ranking, Budget budget, @Nullable TextBudget text, boolean stratify) {
    /** How many samples are ranked unless told otherwise. */
    public static final String DEFAULT_BUDGET = "10%";

    private static final String METHOD = "method";
    private static final String BUDGET = "budget";
    private static final String STRATIFY = "stratify";

    /**
     * Returns what is usual: a tenth, by the method that did best for so many.
     *
     * @param n how many samples there are
     * @param labelled whether they have labels
     */
    public static SelectSettings usual(int n, boolean labelled, long seed) {
        Budget budget = usualBudget(null);
        return new SelectSettings(RankingSettings.of(usualMethod(budget, n), seed), budget, null, labelled);
    }

    /** Returns how many samples are ranked when nothing is said: a tenth, or all where an amount of text decides. */
    public static Budget usualBudget(@Nullable TextBudget text) {
        return Budget.parse(text == null ? DEFAULT_BUDGET : "100%");
    }

    /** Returns the method that did best, of the rankings, for a share of so many samples. */
    public static RankingMethod usualMethod(Budget budget, int n) {
        return RankingMethod.usual(budget.of(n), n);
    }

    /** Insists on as many samples as are ranked. */
    public void requireFits(int n) {
        budget.of(n);
    }

    /** Returns the settings that a manifest remembers. */
    public static SelectSettings of(Map<String, String> map) {
        return new SelectSettings(
                RankingSettings.of(Choices.of(RankingMethod.class, map.get(METHOD)), map),
                Budget.parse(Entries.text(map, BUDGET)),
                TextBudget.of(map).orElse(null),
                Boolean.parseBoolean(map.get(STRATIFY)));
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(METHOD, ranking.method().toString());
        map.put(BUDGET, budget.text());
        if (text != null) {
            map.putAll(text.toMap());
        }
        map.putAll(ranking.toMap());
        map.put(STRATIFY, Boolean.toString(stratify));
        return map;
    }
}
