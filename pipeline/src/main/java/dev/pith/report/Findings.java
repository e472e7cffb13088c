package dev.pith.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of images found, and of each kind as much as a page can show.
 *
 * @param namedRightly share of the images that networks name rightly that have not learned from them, from 0 to 1; null
 *     where none looked
 * @param excluded how many images are better left out
 * @param counts of all kinds that were found
 * @param groups what is shown of them
 */
public record Findings(@Nullable Double namedRightly, int excluded, List<Count> counts, List<Group> groups) {
    /**
     * How much there is of a kind.
     *
     * @param kind such as {@code near-copy}
     * @param issues of that kind
     * @param excluded how many of them are better left out
     */
    public record Count(String kind, int issues, int excluded) {}

    /**
     * The gravest of a kind.
     *
     * @param kind as above, or {@value #COPIES}
     * @param total of how many the rows are a part
     */
    public record Group(String kind, int total, List<Row> rows) {}

    /** The group of copies of all kinds, each row an image that stays and what is left out for it. */
    public static final String COPIES = "copies";

    /**
     * One image, or some side by side.
     *
     * @param caption what there is to say of them
     */
    public record Row(String caption, List<Shown> images) {}

    /**
     * An image.
     *
     * @param id null for one of another source
     * @param label its class, empty without one
     * @param content a data URI, null where it cannot be had
     */
    public record Shown(@Nullable Integer id, String key, String label, @Nullable String content) {}

    /** Copies the lists. */
    public Findings {
        counts = List.copyOf(counts);
        groups = List.copyOf(groups);
    }
}
