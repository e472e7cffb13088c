package dev.pith.pipeline.session;

import java.util.Locale;

/** What to do with samples that cannot be used. */
public enum OnError {
    /** Stop and name them. */
    FAIL,
    /** Leave them out and list them. */
    SKIP;

    /** What is done unless told otherwise. */
    public static final String DEFAULT = "fail";

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
