package dev.pith.pipeline.check;

import org.jspecify.annotations.Nullable;

/**
 * Something that may be wrong with an image.
 *
 * @param id of the image
 * @param kind of the issue
 * @param score how grave it is: how alike two images are, from 0 to 1, or by how much another class is likelier, from 0
 *     to 1; of outliers and blurred images the robust standard score; else 1
 * @param other the key of the image that it is, or looks like; null for an issue of one image
 * @param note what else there is to say; may be empty
 */
public record Issue(int id, IssueKind kind, double score, @Nullable String other, String note) {
    /**
     * By how much another class has to be likelier for a label to be surely wrong. Networks that name one image in
     * three wrongly suspect as many labels, most of them of images that are merely hard.
     */
    public static final double SURE = 0.9;

    /** Returns whether the image is better left out: for its kind of issue, and of wrong labels only the sure ones. */
    public boolean isExcluded() {
        return kind.isExcluded() && (kind != IssueKind.WRONG_LABEL || score >= SURE);
    }
}
