package dev.pith.cli;

import java.util.Locale;

/** The ways to rank samples. */
enum RankingMethod {
    FACILITY_LOCATION,
    LOG_DETERMINANT,
    GRAPHCUT,
    HERDING,
    K_CENTER,
    RANDOM;

    /** Returns whether samples are picked by the gains of an objective, so that a maximizer can be chosen. */
    boolean hasObjective() {
        return this == FACILITY_LOCATION || this == LOG_DETERMINANT || this == GRAPHCUT;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
