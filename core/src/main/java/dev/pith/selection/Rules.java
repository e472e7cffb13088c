package dev.pith.selection;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.linear.LinearGain;
import dev.pith.linear.LinearGreedy;
import dev.pith.objective.Continued;
import dev.pith.objective.DisparitySum;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.FeatureBased;
import dev.pith.objective.GraphCut;
import dev.pith.objective.LogDeterminant;
import dev.pith.objective.Mixture;
import dev.pith.objective.NeighborFacilityLocation;
import dev.pith.objective.NeighborGraph;
import dev.pith.objective.Objective;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.objective.QueryMutualInformation;
import dev.pith.objective.QuerySimilarities;
import dev.pith.objective.RowObjective;
import dev.pith.objective.SaturatedCoverage;
import dev.pith.ranking.KCenter;
import dev.pith.ranking.RandomRanking;
import dev.pith.rule.BestWindow;
import dev.pith.rule.Cal;
import dev.pith.rule.Craig;
import dev.pith.rule.DeepFool;
import dev.pith.rule.DiverseScore;
import dev.pith.rule.DualBeta;
import dev.pith.rule.Evidence;
import dev.pith.rule.Glister;
import dev.pith.rule.GradMatch;
import dev.pith.rule.Moderate;
import dev.pith.rule.NearestQuery;
import dev.pith.rule.QualityCoverage;
import dev.pith.rule.RankingTask;
import dev.pith.rule.Rule;
import dev.pith.rule.ScoreRanking;
import dev.pith.rule.SmallToLarge;
import dev.pith.rule.Strata;
import dev.pith.rule.StratifiedFill;
import dev.pith.score.Score;
import java.util.Arrays;
import java.util.List;

/** The rules that settings mean, and the objectives behind some of those. */
record Rules(RankingSettings settings) {
    /** What a sample demands however easy it is. */
    private static final double LEAST_DEMAND = 0.001;

    /** Returns the rule. */
    Rule rule() {
        return settings.cut()
                .before(
                        switch (settings.method()) {
                            case FACILITY_LOCATION,
                                    WEIGHTED_FACILITY_LOCATION,
                                    UNCERTAINTY_HERDING,
                                    LOG_DETERMINANT,
                                    FEATURE_BASED,
                                    SATURATED_COVERAGE,
                                    DISPARITY_SUM,
                                    MIXTURE,
                                    FLQMI -> this::maximize;
                            case QUALITY_COVERAGE -> new QualityCoverage(
                                    settings.mix(), task -> Continued.after(objective(task), task.given()));
                            case DIVERSE_SCORE -> new DiverseScore(settings.limit());
                            case NEAREST_QUERY -> new NearestQuery();
                            case GRAPHCUT -> task ->
                                    settings.isLinear() && !task.evidence().isTargeted()
                                            ? linear(task)
                                            : maximize(task);
                            case HERDING -> this::linear;
                            case K_CENTER -> task -> KCenter.rank(
                                    task.evidence().rows(),
                                    settings.similarity().linear("k-center"),
                                    task.ids(),
                                    task.given(),
                                    task.budget(),
                                    task.threads(),
                                    task.progress());
                            case RANDOM -> task -> RandomRanking.rank(task.ids(), task.budget(), settings.seed());
                            case CCS -> new Strata(settings.seed());
                            case DUAL_BETA -> new DualBeta(settings.c(), settings.seed());
                            case STRATIFIED -> new StratifiedFill(
                                    core()::maximize,
                                    settings.similarity() == SimilarityKind.RBF
                                            ? Similarity.SQEUCLID
                                            : Similarity.COSINE,
                                    new DualBeta(settings.c(), settings.seed()));
                            case EASY_FIRST -> ScoreRanking.easiest();
                            case MODERATE -> new Moderate();
                            case S2L -> new SmallToLarge(settings.seed());
                            case BEST_WINDOW -> new BestWindow();
                            case EL2N,
                                    GRAND,
                                    FORGETTING,
                                    DUAL,
                                    DYN_UNC,
                                    MARGIN,
                                    ENTROPY,
                                    LEAST_CONFIDENCE -> ScoreRanking.hardest(
                                    Score.valueOf(settings.method().name()));
                            case SCORE -> ScoreRanking.own();
                            case CAL -> new Cal(false);
                            case CAL_PUBLISHED -> new Cal(true);
                            case DEEPFOOL -> new DeepFool();
                            case CRAIG -> new Craig();
                            case GRADMATCH -> new GradMatch();
                            case GLISTER -> new Glister(settings.seed());
                        });
    }

    /** Returns what picks the core of a stratified fill. */
    private Rules core() {
        return new Rules(RankingSettings.builder(RankingMethod.WEIGHTED_FACILITY_LOCATION)
                .similarity(settings.similarity())
                .gamma(settings.gamma())
                .build());
    }

    private Ranking maximize(RankingTask task) {
        Objective objective = Continued.after(objective(task), task.given());
        return settings.maximizer().maximizer(settings.seed()).maximize(objective, task.budget(), task.progress());
    }

    /** Returns what is maximized. */
    Objective objective(RankingTask task) {
        int[] all = task.all();
        RankingMethod method = settings.method();
        if (method.hasTargets() && task.evidence().isTargeted()) {
            return Targeted.objective(method, task, settings.lambda());
        }
        Features rows = task.evidence().rows();
        if (method == RankingMethod.GRAPHCUT) {
            return new GraphCut(rows, settings.similarity().linear("graphcut"), all, settings.lambda(), task.threads());
        }
        if (method == RankingMethod.FLQMI) {
            QuerySimilarities queries =
                    QuerySimilarities.of(rows, all, task.evidence().lookedFor(), task.memory(), task.threads());
            return new QueryMutualInformation(queries);
        }
        if (method == RankingMethod.FEATURE_BASED) {
            return new RowObjective(rows, all, new FeatureBased(rows.dimension(), settings.concave()));
        }
        if (method == RankingMethod.MIXTURE) {
            return mixture(task);
        }
        PairwiseSimilarity pairs = method == RankingMethod.UNCERTAINTY_HERDING
                ? PairwiseSimilarity.unitRbf(rows, all)
                : settings.similarity().pairs(rows, all);
        if (method == RankingMethod.LOG_DETERMINANT) {
            return new LogDeterminant(pairs, task.budget() + task.given().length, task.memory());
        }
        if (method == RankingMethod.DISPARITY_SUM) {
            return new DisparitySum(pairs);
        }
        if (method == RankingMethod.SATURATED_COVERAGE) {
            return new SaturatedCoverage(pairs, task.share(), task.memory(), task.threads());
        }
        double[] demand = demand(task.evidence(), all);
        return settings.neighbors() > 0
                ? new NeighborFacilityLocation(
                        new NeighborGraph(pairs, settings.neighbors(), task.memory(), task.threads()), demand)
                : new FacilityLocation(pairs, demand, task.memory(), task.threads());
    }

    private Objective mixture(RankingTask task) {
        List<MixtureParts.Part> parts = settings.mixture().parts();
        return new Mixture(
                parts.stream()
                        .map(part -> new Rules(RankingSettings.of(part.method(), settings.seed())).objective(task))
                        .toList(),
                parts.stream().mapToDouble(MixtureParts.Part::weight).toArray());
    }

    /** Returns what each sample demands of facility location. */
    double[] demand(Evidence evidence, int[] ids) {
        double[] demand = new double[ids.length];
        RankingMethod method = settings.method();
        if (method == RankingMethod.FACILITY_LOCATION || method == RankingMethod.QUALITY_COVERAGE) {
            Arrays.fill(demand, 1);
            return demand;
        }
        boolean uncertain = method == RankingMethod.UNCERTAINTY_HERDING;
        double[] scores = uncertain ? evidence.values(Score.MARGIN, ids) : evidence.difficulty(Score.CAD, ids);
        for (int k = 0; k < demand.length; k++) {
            if (scores[k] < 0) {
                throw new PithException("the score of sample " + ids[k] + " is " + scores[k]
                        + ", but what a sample demands cannot be negative: shift the score");
            }
            demand[k] = uncertain ? scores[k] : LEAST_DEMAND + StrictMath.pow(scores[k], settings.gamma());
        }
        return demand;
    }

    /** The naive maximizer's picks for gains that are linear in the row, without looking at most rows. */
    private Ranking linear(RankingTask task) {
        Features features = task.evidence().rows();
        Similarity inner = settings.similarity().linear(settings.method().toString());
        Moments all = new FeaturePool(features, inner, task.all(), task.threads()).moments();
        LinearGain gain = settings.method() == RankingMethod.HERDING
                ? LinearGain.herding(inner, all)
                : LinearGain.graphCut(inner, all, settings.lambda());
        for (int id : task.given()) {
            gain.pick(features, id);
        }
        FeaturePool pool = new FeaturePool(features, inner, task.ids(), task.threads());
        return new LinearGreedy(pool, PickingMemory.spare(features, task.memory()), task.threads())
                .pick(gain, task.budget(), task.progress());
    }
}
