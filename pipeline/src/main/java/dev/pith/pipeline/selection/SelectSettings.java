package dev.pith.pipeline.selection;

import dev.pith.data.Fingerprint;
import dev.pith.run.Choices;
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
 * One ranking of the samples.
 *
 * @param ranking by which method
 * @param budget how many
 * @param text how much text instead, or null
 * @param stratify whether every class is ranked for itself
 * @param score a score of the user's: the name of one of the run's, or a file of numbers, one per sample; or null
 * @param given a file of ids or keys that are chosen already, one a line; or null
 * @param balance how large a part each class gets: {@code source}, {@code uniform}, or a file of classes with their shares
 * @param group a file of groups, one per sample, that are ranked each for itself in place of the classes; or null
 */
public record SelectSettings(
        RankingSettings ranking,
        Budget budget,
        @Nullable TextBudget text,
        boolean stratify,
        @Nullable String score,
        @Nullable Path given,
        String balance,
        @Nullable Path group) {
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

    /** Refuses shares of classes that are not kept apart. */
    public SelectSettings {
        if (!stratify && group == null && !balance.equals(SOURCE)) {
            throw new IllegalArgumentException("`balance` needs classes that are ranked each for itself: leave out"
                    + " `no-stratify`, or give labels with `labels` or groups with `group`");
        }
    }

    /** Returns settings that say no more than by which method, how many, and whether classes are kept apart. */
    public static SelectSettings of(RankingSettings ranking, Budget budget, boolean stratify) {
        return new SelectSettings(ranking, budget, null, stratify, null, null, SOURCE, null);
    }

    /** Returns whether the balance is a file. */
    boolean hasShares() {
        return !balance.equals(SOURCE) && !balance.equals(UNIFORM);
    }

    /** Returns whether the score is a file, and not one of the run's. */
    static boolean isFile(String score) {
        return Arrays.stream(Score.values()).noneMatch(known -> known.toString().equals(score));
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
            put(map, SCORE, score, isFile(score));
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
        return map;
    }

    private static void put(Map<String, String> map, String key, String value, boolean isFile) {
        map.put(key, value);
        if (isFile && Files.exists(Path.of(value))) { // what is not there is refused where it is read
            map.put(key + " fingerprint", Fingerprint.ofFiles(List.of(Path.of(value))));
        }
    }

    /** Returns the settings that a manifest remembers. */
    public static SelectSettings of(Map<String, String> map) {
        RankingMethod method = Choices.of(RankingMethod.class, map.get(METHOD));
        return new SelectSettings(
                RankingSettings.of(method, map),
                Budget.parse(map.getOrDefault(BUDGET, "100%")),
                TextBudget.of(map).orElse(null),
                Boolean.parseBoolean(map.get(STRATIFY)),
                map.get(SCORE),
                path(map.get(GIVEN)),
                map.getOrDefault(BALANCE, SOURCE),
                path(map.get(GROUP)));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}
