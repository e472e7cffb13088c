package dev.pith.selection;

import java.util.Locale;

/** How bins are made. */
public enum BinningMethod {
    RECURSIVE,
    EXCHANGE,
    RANDOM;

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
