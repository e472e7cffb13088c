package dev.pith.pipeline.evaluate;

import java.util.Locale;

/** The ways to select that an evaluation can go through. */
public enum ComparedMethod {
    RANDOM,
    DQ,
    EXCHANGE,
    GRAPHCUT,
    FACILITY_LOCATION,
    LOG_DETERMINANT,
    HERDING,
    K_CENTER;

    /** Returns whether samples are drawn from bins. */
    boolean hasBins() {
        return this == DQ || this == EXCHANGE;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
