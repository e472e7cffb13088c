package dev.pith.pipeline.check;

import org.jspecify.annotations.Nullable;

/**
 * Something that may be wrong with an image.
 *
 * @param id of the image
 * @param kind of the issue
 * @param score how grave it is: how alike two images are, from 0 to 1; of wrong labels 1 less the probability of the
 *     label; of outliers and blurred images the robust standard score; else 1
 * @param other the key of the image that it is, or looks like; null for an issue of one image
 * @param note what else there is to say; may be empty
 * @param excluded whether the image is better left out for it
 */
public record Issue(int id, IssueKind kind, double score, @Nullable String other, String note, boolean excluded) {
    /** Makes an issue of which the kind alone says whether the image is better left out. */
    Issue(int id, IssueKind kind, double score, @Nullable String other, String note) {
        this(id, kind, score, other, note, kind.isExcluded());
    }
}
