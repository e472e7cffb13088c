package dev.pith.pipeline.selection;

import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.run.Choices;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which samples are drawn from the bins.
 *
 * @param keep how many, unless {@code text} says so
 * @param text how much text instead, or null
 * @param include a file of ids or keys, one a line, that are kept in any case; or null
 * @param exclude likewise, that are never kept; {@value #ISSUES} for those that a check of the run found
 * @param bins how large a part each bin gets
 * @param seed of the draw
 */
public record SampleSettings(
        Budget keep,
        @Nullable TextBudget text,
        @Nullable Path include,
        @Nullable Path exclude,
        BinsShare bins,
        long seed) {
    /** How many samples are kept unless told otherwise. */
    public static final String DEFAULT_KEEP = "0.1";

    /** In place of a file of ids that are never kept: what a check found that is better left out. */
    public static final String ISSUES = "issues";

    /** A tenth. */
    public static final SampleSettings DEFAULT = keeping(Budget.parse(DEFAULT_KEEP), 0);

    private static final String KEEP = "keep";
    private static final String INCLUDE = "include";
    private static final String EXCLUDE = "exclude";
    private static final String BINS_SHARE = "bins-share";
    private static final String SEED = "seed";

    /** Returns settings that say no more than how many, and the seed. */
    public static SampleSettings keeping(Budget keep, long seed) {
        return new SampleSettings(keep, null, null, null, BinsShare.EQUAL, seed);
    }

    /** Refuses what cannot be done with a source, before any work. */
    public void check(Source source) {
        check(source.size(), source instanceof RecordSource);
    }

    /**
     * Refuses what cannot be done with samples.
     *
     * @param n how many there are
     */
    public void check(int n, boolean texts) {
        if (text != null && !texts) {
            throw new IllegalArgumentException("an amount of text is for texts; give a number of samples");
        }
        keep.of(n);
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (text == null) {
            map.put(KEEP, keep.text());
        } else {
            map.putAll(text.toMap());
        }
        if (bins != BinsShare.EQUAL) {
            map.put(BINS_SHARE, bins.toString());
        }
        map.put(SEED, Long.toString(seed));
        if (include != null) {
            map.put(INCLUDE, include.toString());
        }
        if (exclude != null) {
            map.put(EXCLUDE, exclude.toString());
        }
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static SampleSettings of(Map<String, String> map) {
        return new SampleSettings(
                map.containsKey(KEEP) ? Budget.parse(map.get(KEEP)) : DEFAULT.keep(),
                TextBudget.of(map).orElse(null),
                path(map.get(INCLUDE)),
                path(map.get(EXCLUDE)),
                Choices.of(BinsShare.class, map.getOrDefault(BINS_SHARE, BinsShare.DEFAULT)),
                Long.parseLong(map.getOrDefault(SEED, "0")));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}
