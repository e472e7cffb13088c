package dev.pith.selection;

import java.util.Locale;

/** The ways to rank samples. */
public enum RankingMethod {
    FACILITY_LOCATION,
    LOG_DETERMINANT,
    GRAPHCUT,
    HERDING,
    K_CENTER,
    RANDOM;

    /**
     * Returns what did best, of the rankings, in the measurements of docs/results.md: for up to a tenth of the samples facility
     * location, beyond that herding, the only one that was nowhere clearly worse than a random draw.
     */
    public static RankingMethod usual(int budget, int samples) {
        return 10L * budget <= samples ? FACILITY_LOCATION : HERDING;
    }

    /** Returns whether samples are picked by the gains of an objective, so that a maximizer can be chosen. */
    public boolean hasObjective() {
        return this == FACILITY_LOCATION || this == LOG_DETERMINANT || this == GRAPHCUT;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
