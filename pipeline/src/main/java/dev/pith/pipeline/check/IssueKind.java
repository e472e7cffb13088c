package dev.pith.pipeline.check;

import java.util.Locale;

/** What may be wrong with an image. */
public enum IssueKind {
    /** Cannot be read as an image. */
    UNREADABLE(true),
    /** Has the pixels of another one, which is kept. */
    COPY(true),
    /** Looks like another one, which is kept, but for size, encoding, brightness or a little more. */
    NEAR_COPY(true),
    /** Is, or looks like, an image that networks are tested on. */
    LEAK(true),
    /** Is, or looks like, an image with another label. */
    TWO_LABELS(true),
    /** Belongs to another class, say networks that have not learned from it. */
    WRONG_LABEL(false),
    /** Shows one brightness all over. */
    BLANK(true),
    /** Is far from all others, in the eyes of a network. */
    OUTLIER(false),
    /** Is dark all over. */
    DARK(false),
    /** Is light all over. */
    LIGHT(false),
    /** Is far less sharp than the others. */
    BLURRED(false),
    /** Is of a size or shape that the others are not. */
    ODD_SIZE(false);

    private final boolean excluded;

    IssueKind(boolean excluded) {
        this.excluded = excluded;
    }

    /**
     * Returns whether an image with such an issue is better left out whatever else is said of it: of wrong labels only
     * the sure ones are. The others may be the rare cases that a network has to learn; they are listed to be looked at.
     */
    boolean isExcluded() {
        return excluded;
    }

    /** Returns the word for it, such as {@code near-copy}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
