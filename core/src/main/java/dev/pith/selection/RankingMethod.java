package dev.pith.selection;

import static dev.pith.selection.RankingMethod.Look.FEATURES;
import static dev.pith.selection.RankingMethod.Look.GRADIENTS;
import static dev.pith.selection.RankingMethod.Look.LABELS;
import static dev.pith.selection.RankingMethod.Look.LAST_LAYER;
import static dev.pith.selection.RankingMethod.Look.OWN;
import static dev.pith.selection.RankingMethod.Look.QUERIES;

import dev.pith.score.Score;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways to rank samples. docs/selection.md has the formula and source of each. */
public enum RankingMethod {
    FACILITY_LOCATION(Set.of(FEATURES)),
    /** Facility location whose demand grows with difficulty. */
    WEIGHTED_FACILITY_LOCATION(Set.of(FEATURES), Score.CAD, List.of()),
    /** Facility location whose demand is uncertainty, on unit rows by a Gaussian kernel. */
    UNCERTAINTY_HERDING(Set.of(FEATURES), Score.MARGIN),
    LOG_DETERMINANT(Set.of(FEATURES)),
    GRAPHCUT(Set.of(FEATURES)),
    FEATURE_BASED(Set.of(FEATURES)),
    SATURATED_COVERAGE(Set.of(FEATURES)),
    DISPARITY_SUM(Set.of(FEATURES)),
    /** A sum of functions at weights of the user's. */
    MIXTURE(Set.of(FEATURES)),
    HERDING(Set.of(FEATURES)),
    K_CENTER(Set.of(FEATURES)),
    RANDOM(Set.of()),
    /** Strips of the area under the margin, as many from each, without the hardest. */
    CCS(Set.of(), Score.AUM),
    /** A draw by DUAL and a Beta density of the mean probability. */
    DUAL_BETA(Set.of(), Score.DUAL, Score.MEAN_PROBABILITY),
    /** A core by weighted facility location, its cells filled in proportion, without the hardest. */
    STRATIFIED(Set.of(FEATURES), Score.CAD, List.of(Score.DUAL, Score.MEAN_PROBABILITY)),
    EASY_FIRST(Set.of(), Score.EL2N, List.of()),
    MODERATE(Set.of(FEATURES)),
    /** As many from each cluster of alike trajectories of losses, or of whatever features there are. */
    S2L(Set.of(FEATURES)),
    BEST_WINDOW(Set.of(FEATURES, LABELS), Score.FORGETTING, List.of()),
    /** The largest of a score first, like the others that are called as a score is. */
    EL2N(Set.of(), Score.EL2N),
    GRAND(Set.of(), Score.GRAND),
    FORGETTING(Set.of(), Score.FORGETTING),
    DUAL(Set.of(), Score.DUAL),
    DYN_UNC(Set.of(), Score.DYN_UNC),
    MARGIN(Set.of(), Score.MARGIN),
    ENTROPY(Set.of(), Score.ENTROPY),
    LEAST_CONFIDENCE(Set.of(), Score.LEAST_CONFIDENCE),
    /** The largest of a score of the user's first. */
    SCORE(Set.of(OWN)),
    /** Facility location mixed with the percentile of a score of the user's. */
    QUALITY_COVERAGE(Set.of(FEATURES, OWN)),
    /** The largest of a score of the user's first, but for what is too near to what is kept. */
    DIVERSE_SCORE(Set.of(FEATURES, OWN)),
    /** What is most similar to each query, which take turns. */
    NEAREST_QUERY(Set.of(FEATURES, QUERIES)),
    /** Facility-location mutual information with queries. */
    FLQMI(Set.of(FEATURES, QUERIES)),
    CAL(Set.of(GRADIENTS, LABELS)),
    /** CAL as DeepCore published it: the other way round. */
    CAL_PUBLISHED(Set.of(GRADIENTS, LABELS)),
    /** The smallest distance to a boundary of the last layer first. */
    DEEPFOOL(Set.of(GRADIENTS, LAST_LAYER)),
    CRAIG(Set.of(GRADIENTS)),
    GRADMATCH(Set.of(GRADIENTS)),
    GLISTER(Set.of(GRADIENTS, LABELS));

    /** What there is to look at besides scores. */
    enum Look {
        FEATURES,
        GRADIENTS,
        LABELS,
        OWN,
        LAST_LAYER,
        QUERIES
    }

    @SuppressWarnings("ImmutableEnumChecker") // a record of flags and of a set that cannot be changed
    private final Needs needs;

    private final @Nullable Score difficulty;

    RankingMethod(Set<Look> looks, Score... scores) {
        this(looks, null, List.of(scores));
    }

    RankingMethod(Set<Look> looks, @Nullable Score difficulty, List<Score> others) {
        Set<Score> scores = EnumSet.noneOf(Score.class);
        scores.addAll(others);
        if (difficulty != null) {
            scores.add(difficulty);
        }
        this.needs = new Needs(
                looks.contains(FEATURES),
                looks.contains(GRADIENTS),
                looks.contains(LABELS),
                looks.contains(OWN),
                looks.contains(LAST_LAYER),
                looks.contains(QUERIES),
                scores);
        this.difficulty = difficulty;
    }

    /**
     * Returns what did best, of the rankings, in the measurements of docs/results.md: for up to a tenth of the samples
     * facility location, beyond that herding, the only one that was nowhere clearly worse than a random draw.
     */
    public static RankingMethod usual(int budget, int samples) {
        return 10L * budget <= samples ? FACILITY_LOCATION : HERDING;
    }

    /**
     * Returns what the method looks at.
     *
     * @param own whether there is a score of the user's, which takes the place of a difficulty
     */
    public Needs needs(boolean own) {
        return own && difficulty != null ? needs.without(difficulty) : needs;
    }

    /** Returns whether samples are picked by the gains of an objective, so that a maximizer can be chosen. */
    public boolean hasObjective() {
        return isFunction()
                || this == MIXTURE
                || this == WEIGHTED_FACILITY_LOCATION
                || this == UNCERTAINTY_HERDING
                || this == FLQMI;
    }

    /** Returns whether it is a function of features alone, so that it can be a part of a mixture. */
    boolean isFunction() {
        return makesBins() || this == FEATURE_BASED || this == SATURATED_COVERAGE || this == DISPARITY_SUM;
    }

    /** Returns whether it has forms that look towards queries and away from private samples. */
    public boolean hasTargets() {
        return makesBins();
    }

    /** Returns whether its function is monotone, submodular, and the same however many are picked. */
    public boolean isMonotone() {
        return this == FACILITY_LOCATION
                || this == WEIGHTED_FACILITY_LOCATION
                || this == UNCERTAINTY_HERDING
                || this == FEATURE_BASED
                || this == FLQMI;
    }

    /** Returns whether bins can be made by it. */
    public boolean makesBins() {
        return this == FACILITY_LOCATION || this == LOG_DETERMINANT || this == GRAPHCUT;
    }

    /** Returns whether gains of facility location are looked at, whatever its demand. */
    boolean isFacilityLocation() {
        return this == FACILITY_LOCATION
                || this == WEIGHTED_FACILITY_LOCATION
                || this == UNCERTAINTY_HERDING
                || this == QUALITY_COVERAGE;
    }

    /** Returns whether a similarity can be chosen. */
    boolean hasSimilarity() {
        return switch (this) {
            case FACILITY_LOCATION,
                    WEIGHTED_FACILITY_LOCATION,
                    LOG_DETERMINANT,
                    GRAPHCUT,
                    SATURATED_COVERAGE,
                    DISPARITY_SUM,
                    HERDING,
                    K_CENTER,
                    STRATIFIED,
                    QUALITY_COVERAGE -> true;
            default -> false;
        };
    }

    /** Returns whether a demand grows with difficulty. */
    boolean hasDemand() {
        return this == WEIGHTED_FACILITY_LOCATION || this == STRATIFIED;
    }

    /** Returns whether samples are drawn by DUAL and a Beta density. */
    boolean hasBeta() {
        return this == DUAL_BETA || this == STRATIFIED;
    }

    /** Returns whether something is drawn, so that a seed matters. */
    public boolean draws() {
        return this == RANDOM || this == CCS || this == GLISTER || this == S2L || hasBeta();
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
