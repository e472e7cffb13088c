package dev.pith.pipeline.selection;

import dev.pith.data.Fingerprint;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.quantize.Shards;
import dev.pith.run.Choices;
import dev.pith.run.Entries;
import dev.pith.sample.Budget;
import dev.pith.score.Score;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 *     {@code masks} or {@code boxes} to group images by the rarest class that these show, or {@code files} to group
 *     samples by the file of the source that holds them; or null
 * @param groupColumn a column or field of the source that says the groups in place of a file; or null
 * @param query what is looked for: a file of texts, an {@code .npy} of vectors, or a run with features; or null
 * @param privates what is to be kept away from, likewise
 * @param exclude a file of ids or keys that are never ranked, one a line, or {@value SampleSettings#ISSUES} for those
 *     that a check of the run found; or null
 * @param constraints what samples may cost together, or how many of each group are picked
 * @param shards random parts of every class, or of everything as one, that are ranked each for itself
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
        @Nullable Path privates,
        @Nullable Path exclude,
        Constraints constraints,
        Shards shards) {
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
    private static final String PRIVATE = "private";
    private static final String EXCLUDE = "exclude";

    /** Refuses shares of classes that are not kept apart, and what a method does not look at. */
    public SelectSettings {
        boolean grouped = group != null || groupColumn != null;
        if (!stratify && !grouped && !balance.equals(SOURCE)) {
            throw new IllegalArgumentException("`balance` needs classes that are ranked each for itself: leave out"
                    + " `no-stratify`, or give labels with `labels` or groups with `group`");
        }
        if (group != null && groupColumn != null) {
            throw new IllegalArgumentException("`group` and `group-column` both say the groups; give one of them");
        }
        requireTargets(ranking, query, privates);
        constraints.require(ranking);
        if (!stratify && !grouped && constraints.hasLimits()) {
            throw new IllegalArgumentException("`at-most` and `at-least` need classes or groups: leave out"
                    + " `no-stratify`, or give labels with `labels` or groups with `group`");
        }
        if (!shards.isNone() && (!ranking.needs(false).features() || !constraints.isNone())) {
            throw new IllegalArgumentException("`shards` are for methods that compare samples, without costs and limits"
                    + " of groups, got " + ranking.method());
        }
        if (!constraints.isNone() && (!balance.equals(SOURCE) || text != null)) {
            throw new IllegalArgumentException("costs and limits of groups decide how much of what is kept: leave out"
                    + " `balance`, `keep-tokens` and `keep-bytes`");
        }
    }

    private static void requireTargets(RankingSettings ranking, @Nullable Path query, @Nullable Path privates) {
        RankingMethod method = ranking.method();
        boolean needs = ranking.needs(false).queries();
        if (query != null && !needs && !method.hasTargets()) {
            throw new IllegalArgumentException("`query` is for nearest-query, flqmi, facility-location, log-determinant"
                    + " and graphcut, got " + method);
        }
        if (privates != null && !method.hasTargets()) {
            throw new IllegalArgumentException(
                    "`private` is for facility-location, log-determinant and graphcut, got " + method);
        }
        boolean targeted = (query != null && !needs) || privates != null;
        if (targeted && (ranking.similarity() != SimilarityKind.COSINE || ranking.neighbors() > 0)) {
            throw new IllegalArgumentException("`query` and `private` are compared by cosines, with all samples: leave"
                    + " out `similarity` and `neighbors`");
        }
        if (method == RankingMethod.GRAPHCUT && query != null && privates != null) {
            throw new IllegalArgumentException("what graphcut's picks tell of queries is the same whatever is private:"
                    + " leave out `private`, or take facility-location or log-determinant");
        }
    }

    /** Returns one line for the user when the picks may not be the largest gains. */
    public Optional<String> warning() {
        boolean supermodular = ranking.method() == RankingMethod.LOG_DETERMINANT && query != null;
        return supermodular && ranking.maximizer().trustsOldGains()
                ? Optional.of("what log-determinant's picks tell of queries is not submodular, so the "
                        + ranking.maximizer() + " maximizer can miss the largest gain; `maximizer naive` is exact")
                : ranking.warning();
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
        return of(RankingSettings.of(usualMethod(budget, n, false), seed), budget, labelled);
    }

    /** Returns how many samples are ranked when nothing is said: a tenth, or all where an amount of text decides. */
    public static Budget usualBudget(@Nullable TextBudget text) {
        return Budget.parse(text == null ? DEFAULT_BUDGET : "100%");
    }

    /**
     * Returns the method that did best, of the rankings, for a share of so many samples.
     *
     * @param bound whether there are costs, limits, or something to look towards or away from, which facility location
     *     heeds whatever the share
     */
    public static RankingMethod usualMethod(Budget budget, int n, boolean bound) {
        return bound ? RankingMethod.FACILITY_LOCATION : RankingMethod.usual(budget.of(n), n);
    }

    /**
     * Insists on as many samples as are ranked, and on texts where their tokens count.
     *
     * @param texts whether the samples are texts
     */
    public void requireFits(int n, boolean texts) {
        budget.of(n);
        constraints.requireFits(texts);
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
                .privates(privates)
                .exclude(exclude)
                .constraints(constraints)
                .shards(shards)
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
                .privates(path(map.get(PRIVATE)))
                .exclude(path(map.get(EXCLUDE)))
                .constraints(Constraints.of(map))
                .shards(Shards.parse(map.getOrDefault(Shards.NAME, Shards.DEFAULT)))
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
        put(map, SCORE, score, score != null && isOwn(score));
        put(map, GIVEN, given, true);
        put(map, BALANCE, balance.equals(SOURCE) ? null : balance, hasShares() && !sharesAreSaid());
        put(map, GROUP, group, group != null && GroupName.of(group).isEmpty());
        put(map, GROUP_COLUMN, groupColumn, false);
        put(map, QUERY, query, true);
        put(map, PRIVATE, privates, true);
        put(map, EXCLUDE, exclude, false); // what it holds counts, and the step says it
        constraints.toMap().forEach((key, value) -> put(map, key, value, Constraints.isFile(key, value)));
        put(map, Shards.NAME, shards.isNone() ? null : shards, false);
        return map;
    }

    /** Remembers a value where there is one, and what it holds where it may be a file or a run. */
    private static void put(Map<String, String> map, String key, @Nullable Object value, boolean mayBeFile) {
        if (value == null) {
            return;
        }
        map.put(key, value.toString());
        if (mayBeFile) {
            Path path = Npy.fileOf(Path.of(value.toString()));
            Path file = Files.isDirectory(path) ? path.resolve(RunFiles.FEATURES) : path;
            if (Files.isRegularFile(file)) { // what is not there is refused where it is read
                map.put(key + " fingerprint", Fingerprint.ofFiles(List.of(file)));
            }
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
        private @Nullable Path privates;
        private @Nullable Path exclude;
        private Constraints constraints = Constraints.NONE;
        private Shards shards = Shards.NONE;

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

        /** Sets what is to be kept away from. */
        public Builder privates(@Nullable Path file) {
            privates = file;
            return this;
        }

        /** Sets what is never ranked. */
        public Builder exclude(@Nullable Path file) {
            exclude = file;
            return this;
        }

        /** Sets what samples may cost together, or how many of each group are picked. */
        public Builder constraints(Constraints limits) {
            constraints = limits;
            return this;
        }

        /** Sets random parts that are ranked each for itself. */
        public Builder shards(Shards parts) {
            shards = parts;
            return this;
        }

        /**
         * Builds.
         *
         * @throws IllegalArgumentException when settings contradict each other
         */
        public SelectSettings build() {
            return new SelectSettings(
                    ranking,
                    budget,
                    text,
                    stratify,
                    score,
                    given,
                    balance,
                    group,
                    groupColumn,
                    query,
                    privates,
                    exclude,
                    constraints,
                    shards);
        }
    }
}
