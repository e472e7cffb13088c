package dev.pith.pipeline.selection;

import org.jspecify.annotations.Nullable;

/** Whether classes are treated each for itself. */
public final class Stratify {
    private Stratify() {}

    /**
     * Returns what was asked for; when nothing was, whether there are labels.
     *
     * @throws IllegalArgumentException when it is asked for and there are no labels
     */
    public static boolean resolve(@Nullable Boolean asked, boolean labelled) {
        if (asked != null) {
            require(asked, labelled);
        }
        return asked == null ? labelled : asked;
    }

    /** Refuses classes where there are no labels. */
    static void require(boolean stratify, boolean labelled) {
        if (stratify && !labelled) {
            throw new IllegalArgumentException("`stratify` needs labels, and the source has none; give `labels FILE`");
        }
    }
}
