package dev.pith.pipeline.evaluate;

import dev.pith.selection.RankingMethod;
import java.util.Locale;

/** The ways to select that an evaluation can go through: bins, and every ranking by its name. */
public enum EvaluatedMethod {
    RANDOM,
    DQ,
    EXCHANGE,
    GRAPHCUT,
    FACILITY_LOCATION,
    WEIGHTED_FACILITY_LOCATION,
    UNCERTAINTY_HERDING,
    LOG_DETERMINANT,
    HERDING,
    K_CENTER,
    CCS,
    DUAL_BETA,
    STRATIFIED,
    EASY_FIRST,
    MODERATE,
    BEST_WINDOW,
    EL2N,
    GRAND,
    FORGETTING,
    DUAL,
    DYN_UNC,
    MARGIN,
    ENTROPY,
    LEAST_CONFIDENCE,
    CAL,
    CAL_PUBLISHED,
    DEEPFOOL,
    CRAIG,
    GRADMATCH,
    GLISTER;

    /** Returns whether samples are drawn from bins. */
    boolean hasBins() {
        return this == DQ || this == EXCHANGE;
    }

    /** Returns the ranking of this name; of bins, the one that a single bin holds. */
    RankingMethod ranking() {
        return hasBins() ? RankingMethod.GRAPHCUT : RankingMethod.valueOf(name());
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
