package dev.pith.pipeline.selection;

import dev.pith.data.Fingerprint;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.run.Choices;
import dev.pith.run.Entries;
import dev.pith.sample.Budget;
import dev.pith.score.Score;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How samples are ranked, and how many.
 *
 * @param budget how many samples are ranked, beside those that are given
 * @param text how much text the ranking is cut to, or null
 * @param stratify whether every class is ranked for itself
 * @param score a score of the user's: the name of one of the run's, a file of numbers, or a column of the
 *     source; or null
 * @param given a file of ids or keys that are chosen already, one a line; or null
 * @param balance how large a part each class gets: {@code source}, {@code uniform}, or a file of classes
 *     with their shares
 * @param group a file of groups, one per sample, that are ranked each for itself in place of the classes, or
 *     {@code masks} or {@code boxes} to group images by the rarest class that these show; or null
 * @param groupColumn a column or field of the source that says the groups in place of a file; or null
 * @param query a file of texts of the kind that is looked for; or null
 */
public record SelectSettings(
        RankingSettings ranking,
        Budget budget,
        @Nullable TextBudget text,
        boolean stratify,
        @Nullable String score,
        @Nullable Path given,
        String balance,
        @Nullable Path group,
        @Nullable String groupColumn,
        @Nullable Path query) {
    /** How many samples are ranked unless told otherwise. */
    public static final String DEFAULT_BUDGET = "10%";

    /** Each class gets its part of the source. */
    public static final String SOURCE = "source";

    /** Each class gets as much as another. */
    public static final String UNIFORM = "uniform";

    private static final String METHOD = "method";
    private static final String BUDGET = "budget";
    private static final String STRATIFY = "stratify";
    private static final String SCORE = "score";
    private static final String GIVEN = "given";
    private static final String BALANCE = "balance";
    private static final String GROUP = "group";
    private static final String GROUP_COLUMN = "group-column";
    private static final String QUERY = "query";

    /** Refuses shares of classes that are not kept apart. */
    public SelectSettings {
        boolean grouped = group != null || groupColumn != null;
        if (!stratify && !grouped && !balance.equals(SOURCE)) {
            throw new IllegalArgumentException("`balance` needs classes that are ranked each for itself: leave out"
                    + " `no-stratify`, or give labels with `labels` or groups with `group`");
        }
        if (group != null && groupColumn != null) {
            throw new IllegalArgumentException("`group` and `group-column` both say the groups; give one of them");
        }
        boolean looks = ranking.needs(score != null).queries();
        if (query != null && !looks) {
            throw new IllegalArgumentException("`query` is for nearest-query and flqmi, got " + ranking.method());
        }
    }

    /** Ranks classes, or groups of a file. */
    public SelectSettings(
            RankingSettings ranking,
            Budget budget,
            @Nullable TextBudget text,
            boolean stratify,
            @Nullable String score,
            @Nullable Path given,
            String balance,
            @Nullable Path group) {
        this(ranking, budget, text, stratify, score, given, balance, group, null, null);
    }

    /** Returns settings that say no more than by which method, how many, and whether classes are kept apart. */
    public static SelectSettings of(RankingSettings ranking, Budget budget, boolean stratify) {
        return new SelectSettings(ranking, budget, null, stratify, null, null, SOURCE, null);
    }

    /**
     * Returns what is usual: a tenth, by the method that did best for so many.
     *
     * @param n how many samples there are
     * @param labelled whether they have labels
     */
    public static SelectSettings usual(int n, boolean labelled, long seed) {
        Budget budget = usualBudget(null);
        return of(RankingSettings.of(usualMethod(budget, n), seed), budget, labelled);
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

    /** Returns the same by another way to rank. */
    public SelectSettings by(RankingSettings other) {
        return new SelectSettings(other, budget, text, stratify, score, given, balance, group, groupColumn, query);
    }

    /** Returns whether the balance is a file. */
    boolean hasShares() {
        return !balance.equals(SOURCE) && !balance.equals(UNIFORM);
    }

    /** Returns whether a score is the user's own, and not one of the run's. */
    static boolean isOwn(String score) {
        return !isOfRun(score);
    }

    /** Returns whether a score is one that a run has or its records have, by its name. */
    public static boolean isOfRun(String score) {
        return RecordScores.isName(score)
                || Arrays.stream(Score.values())
                        .anyMatch(known -> known.toString().equals(score));
    }

    /** Returns the settings that a manifest remembers. */
    public static SelectSettings of(Map<String, String> map) {
        return new SelectSettings(
                RankingSettings.of(Choices.of(RankingMethod.class, map.get(METHOD)), map),
                Budget.parse(Entries.text(map, BUDGET)),
                TextBudget.of(map).orElse(null),
                Boolean.parseBoolean(map.get(STRATIFY)),
                map.get(SCORE),
                path(map.get(GIVEN)),
                map.getOrDefault(BALANCE, SOURCE),
                path(map.get(GROUP)),
                map.get(GROUP_COLUMN),
                path(map.get(QUERY)));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    /** Returns what the manifest remembers; files by their names and fingerprints. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(METHOD, ranking.method().toString());
        map.put(BUDGET, budget.text());
        if (text != null) {
            map.putAll(text.toMap());
        }
        map.putAll(ranking.toMap());
        map.put(STRATIFY, Boolean.toString(stratify));
        if (score != null) {
            put(map, SCORE, score, isOwn(score));
        }
        if (given != null) {
            put(map, GIVEN, given.toString(), true);
        }
        if (!balance.equals(SOURCE)) {
            put(map, BALANCE, balance, hasShares());
        }
        if (group != null) {
            put(map, GROUP, group.toString(), true);
        }
        if (groupColumn != null) {
            put(map, GROUP_COLUMN, groupColumn, false);
        }
        if (query != null) {
            put(map, QUERY, query.toString(), true);
        }
        return map;
    }

    private static void put(Map<String, String> map, String key, String value, boolean isFile) {
        map.put(key, value);
        if (isFile && Files.exists(Path.of(value))) { // what is not there is refused where it is read
            map.put(key + " fingerprint", Fingerprint.ofFiles(List.of(Path.of(value))));
        }
    }
}
