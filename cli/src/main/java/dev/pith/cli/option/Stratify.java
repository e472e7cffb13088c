package dev.pith.cli.option;

import org.jspecify.annotations.Nullable;

/** The rule of {@code --stratify} and {@code --no-stratify}. */
public final class Stratify {
    private Stratify() {}

    /**
     * Returns whether classes are treated each for itself: as asked for, else when there are labels.
     *
     * @throws IllegalArgumentException when it is asked for and there are no labels
     */
    public static boolean resolve(@Nullable Boolean asked, boolean labelled) {
        if (asked != null && asked && !labelled) {
            throw new IllegalArgumentException("--stratify needs labels, and the source has none; give --labels FILE");
        }
        return asked == null ? labelled : asked;
    }
}
