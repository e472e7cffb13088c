package dev.pith.pipeline.check;

import java.util.Locale;

/** Which of several copies is kept. */
public enum KeptCopy {
    /** The one with the lowest id. */
    FIRST,
    /** The one with the most pixels. */
    LARGEST,
    /** The one whose label networks find the likeliest that have not learned from it. */
    SCORE;

    /** What is kept unless told otherwise. */
    public static final String DEFAULT = "first";

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
