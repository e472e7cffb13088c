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
 * @param balance how large a part each class gets: {@code source}, {@code uniform}, shares such as
 *     {@code cat=30%,dog=70%}, or a file of classes with their shares
 * @param group a file of groups, one per sample, that are ranked each for itself in place of the classes,
 *     {@code masks} to group images by the rarest class that their masks show, or {@code files} to group samples by
 *     the file of the source that holds them; or null
 * @param groupColumn a column or field of the source that says the groups in place of a file; or null
 * @param query a file of texts of the kind that is looked for; or null
 * @param exclude a file of ids or keys that are never ranked, one a line, or {@value SampleSettings#ISSUES} for those
 *     that a check of the run found; or null
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
        @Nullable Path query,
        @Nullable Path exclude) {
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
    private static final String EXCLUDE = "exclude";

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

    /** Returns settings that say no more than by which method, how many, and whether classes are kept apart. */
    public static SelectSettings of(RankingSettings ranking, Budget budget, boolean stratify) {
        return builder(ranking, budget).stratify(stratify).build();
    }

    /** Returns a builder of settings that rank every class for itself, and say no more than how and how many. */
    public static Builder builder(RankingSettings ranking, Budget budget) {
        return new Builder(ranking, budget);
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
        return builder(other, budget)
                .text(text)
                .stratify(stratify)
                .score(score)
                .given(given)
                .balance(balance)
                .group(group)
                .groupColumn(groupColumn)
                .query(query)
                .exclude(exclude)
                .build();
    }

    /** Returns whether the balance is of given shares, said or in a file. */
    boolean hasShares() {
        return !balance.equals(SOURCE) && !balance.equals(UNIFORM);
    }

    /** Returns whether shares are said, and not in a file. */
    boolean sharesAreSaid() {
        return hasShares() && balance.indexOf('=') >= 0 && !Files.exists(Path.of(balance));
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
        RankingSettings ranking = RankingSettings.of(Choices.of(RankingMethod.class, map.get(METHOD)), map);
        return builder(ranking, Budget.parse(Entries.text(map, BUDGET)))
                .text(TextBudget.of(map).orElse(null))
                .stratify(Boolean.parseBoolean(map.get(STRATIFY)))
                .score(map.get(SCORE))
                .given(path(map.get(GIVEN)))
                .balance(map.getOrDefault(BALANCE, SOURCE))
                .group(path(map.get(GROUP)))
                .groupColumn(map.get(GROUP_COLUMN))
                .query(path(map.get(QUERY)))
                .exclude(path(map.get(EXCLUDE)))
                .build();
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
        if (exclude != null) {
            put(map, EXCLUDE, exclude.toString(), false); // what it holds counts, and the step says it
        }
        return map;
    }

    private static void put(Map<String, String> map, String key, String value, boolean isFile) {
        map.put(key, value);
        if (isFile && Files.exists(Path.of(value))) { // what is not there is refused where it is read
            map.put(key + " fingerprint", Fingerprint.ofFiles(List.of(Path.of(value))));
        }
    }

    /** Builds settings; what is not set, or set to null, is as usual. */
    public static final class Builder {
        private final RankingSettings ranking;
        private final Budget budget;
        private @Nullable TextBudget text;
        private boolean stratify = true;
        private @Nullable String score;
        private @Nullable Path given;
        private String balance = SOURCE;
        private @Nullable Path group;
        private @Nullable String groupColumn;
        private @Nullable Path query;
        private @Nullable Path exclude;

        private Builder(RankingSettings ranking, Budget budget) {
            this.ranking = ranking;
            this.budget = budget;
        }

        /** Sets how much text the ranking is cut to. */
        public Builder text(@Nullable TextBudget amount) {
            text = amount;
            return this;
        }

        /** Sets whether every class is ranked for itself. */
        public Builder stratify(boolean everyClass) {
            stratify = everyClass;
            return this;
        }

        /** Sets a score of the user's. */
        public Builder score(@Nullable String nameFileOrColumn) {
            score = nameFileOrColumn;
            return this;
        }

        /** Sets a file of what is chosen already. */
        public Builder given(@Nullable Path file) {
            given = file;
            return this;
        }

        /** Sets how large a part each class gets. */
        public Builder balance(String shares) {
            balance = shares;
            return this;
        }

        /** Sets groups in place of the classes. */
        public Builder group(@Nullable Path file) {
            group = file;
            return this;
        }

        /** Sets a column that says the groups. */
        public Builder groupColumn(@Nullable String name) {
            groupColumn = name;
            return this;
        }

        /** Sets what is looked for. */
        public Builder query(@Nullable Path file) {
            query = file;
            return this;
        }

        /** Sets what is never ranked. */
        public Builder exclude(@Nullable Path file) {
            exclude = file;
            return this;
        }

        /**
         * Builds.
         *
         * @throws IllegalArgumentException when settings contradict each other
         */
        public SelectSettings build() {
            return new SelectSettings(
                    ranking, budget, text, stratify, score, given, balance, group, groupColumn, query, exclude);
        }
    }
}
