package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.objective.Concave;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.LogDeterminant;
import dev.pith.objective.NeighborGraph;
import dev.pith.parallel.Threads;
import dev.pith.rule.Cut;
import dev.pith.rule.DualBeta;
import dev.pith.rule.Evidence;
import dev.pith.rule.RankingTask;
import dev.pith.rule.Rule;
import dev.pith.run.Choices;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.score.Score;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides a ranking of given evidence.
 *
 * @param lambda of GraphCut, positive
 * @param maximizer of methods with an objective
 * @param neighbors how many neighbours may represent a sample in facility location; 0 for all
 * @param gamma the exponent of a difficulty in a demand, {@code 0.001 + difficulty^gamma}; not negative
 * @param cut which share of each class is left out beforehand because it is hardest
 * @param c of the Beta density that samples are drawn by ({@link DualBeta}), positive
 * @param mix the part of a score in its mixture with facility location, in [0, 1]
 * @param limit the cosine from which on a sample is too near to one that is kept, in (-1, 1]
 * @param concave what feature-based makes of its counts
 * @param mixture the functions of a mixture with their weights
 * @param seed used by what draws
 */
public record RankingSettings(
        RankingMethod method,
        SimilarityKind similarity,
        double lambda,
        MaximizerKind maximizer,
        int neighbors,
        double gamma,
        Cut cut,
        double c,
        double mix,
        double limit,
        Concave concave,
        MixtureParts mixture,
        long seed)
        implements Serializable {
    /** The name of the similarity, wherever settings have names. */
    public static final String SIMILARITY = "similarity";

    /** The name of GraphCut's weight. */
    public static final String LAMBDA = "lambda";

    /** Weight of the pool against the picks in GraphCut's gain unless told otherwise. */
    public static final String DEFAULT_LAMBDA = "1";

    /** The exact maximizer. */
    public static final String DEFAULT_MAXIMIZER = "naive";

    /** Demand grows with difficulty itself unless told otherwise. */
    public static final String DEFAULT_GAMMA = "1";

    /** Where the Beta density goes from uncertain to easy samples unless told otherwise; its authors' for CIFAR. */
    public static final String DEFAULT_C = "4";

    /** Any sample may represent any other. */
    public static final String DEFAULT_NEIGHBORS = "0";

    /** A score and coverage count alike unless told otherwise. */
    public static final String DEFAULT_MIX = "0.5";

    /** The cosine from which on a sample is too near to what is kept unless told otherwise; deita's. */
    public static final String DEFAULT_LIMIT = "0.9";

    /** What feature-based makes of its counts unless told otherwise. */
    public static final String DEFAULT_CONCAVE = "sqrt";

    /** What a mixture sums unless told otherwise. */
    public static final String DEFAULT_MIXTURE = "facility-location=1.0,feature-based=1.0";

    private static final String CONCAVE = "concave";
    private static final String MIXTURE = "mixture";
    private static final String MAXIMIZER = "maximizer";
    private static final String NEIGHBORS = "neighbors";
    private static final String GAMMA = "gamma";
    private static final String CUT = "cut";
    private static final String C = "c";
    private static final String MIX = "mix";
    private static final String LIMIT = "limit";
    private static final String SEED = "seed";

    /** Refuses what is out of range, and what does not go together. */
    public RankingSettings {
        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lambda` must be a positive number, got " + lambda);
        }
        if (neighbors < 0) {
            throw new IllegalArgumentException("`neighbors` must be at least 1, got " + neighbors);
        }
        if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`gamma` must be a number from 0 on, got " + gamma);
        }
        if (!(c > 0 && c < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`c` must be a positive number, got " + c);
        }
        if (!(mix >= 0 && mix <= 1)) {
            throw new IllegalArgumentException("`mix` must be in [0, 1], got " + mix);
        }
        if (!(limit > -1 && limit <= 1)) {
            throw new IllegalArgumentException("`limit` must be above -1 and at most 1, got " + limit);
        }
        if (mix != Double.parseDouble(DEFAULT_MIX) && method != RankingMethod.QUALITY_COVERAGE) {
            throw new IllegalArgumentException("`mix` is for quality-coverage, got " + method);
        }
        if (limit != Double.parseDouble(DEFAULT_LIMIT) && method != RankingMethod.DIVERSE_SCORE) {
            throw new IllegalArgumentException("`limit` is for diverse-score, got " + method);
        }
        if (concave != Choices.of(Concave.class, DEFAULT_CONCAVE) && method != RankingMethod.FEATURE_BASED) {
            throw new IllegalArgumentException("`concave` is for feature-based, got " + method);
        }
        if (!mixture.equals(MixtureParts.parse(DEFAULT_MIXTURE)) && method != RankingMethod.MIXTURE) {
            throw new IllegalArgumentException("`mixture` is for `method mixture`, got " + method);
        }
        if (method == RankingMethod.DISPARITY_SUM
                && similarity != SimilarityKind.COSINE
                && similarity != SimilarityKind.SQEUCLID) {
            throw new IllegalArgumentException(
                    "disparity-sum needs `similarity cosine or sqeuclid`, got " + similarity);
        }
        if (method == RankingMethod.GRAPHCUT || method == RankingMethod.HERDING || method == RankingMethod.K_CENTER) {
            similarity.linear(method.toString());
        }
        if (neighbors > 0 && !method.isFacilityLocation()) {
            throw new IllegalArgumentException("`neighbors` is for facility-location, got " + method);
        }
        if (maximizer != MaximizerKind.NAIVE && !method.hasObjective()) {
            throw new IllegalArgumentException("`maximizer` is for methods with an objective, got " + method);
        }
        if (gamma != Double.parseDouble(DEFAULT_GAMMA) && !method.hasDemand()) {
            throw new IllegalArgumentException(
                    "`gamma` is for weighted-facility-location and stratified, got " + method);
        }
        if (c != Double.parseDouble(DEFAULT_C) && !method.hasBeta()) {
            throw new IllegalArgumentException("`c` is for dual-beta and stratified, got " + method);
        }
        if ((method.isFacilityLocation()
                        || method == RankingMethod.STRATIFIED
                        || method == RankingMethod.SATURATED_COVERAGE)
                && similarity != SimilarityKind.COSINE
                && similarity != SimilarityKind.RBF) {
            throw new IllegalArgumentException(method + " needs `similarity cosine or rbf`, got " + similarity);
        }
        if (method == RankingMethod.LOG_DETERMINANT && similarity == SimilarityKind.SQEUCLID) {
            throw new IllegalArgumentException("log-determinant needs `similarity cosine, dot or rbf`, got sqeuclid");
        }
        if (similarity != SimilarityKind.COSINE && !method.hasSimilarity() && method != RankingMethod.RANDOM) {
            throw new IllegalArgumentException("`similarity` has no meaning for " + method + ", got " + similarity);
        }
    }

    /** Returns this with another similarity. */
    public RankingSettings similarity(SimilarityKind choice) {
        return toBuilder().similarity(choice).build();
    }

    /** Returns one line for the user when the picks may not be the largest gains. */
    public Optional<String> warning() {
        boolean submodular =
                switch (method) {
                    case GRAPHCUT -> similarity == SimilarityKind.COSINE;
                    case DISPARITY_SUM -> false;
                    case MIXTURE -> mixture.isSubmodular();
                    default -> true;
                };
        String name = method.hasSimilarity() ? method + " with " + similarity : method.toString();
        return method.hasObjective() && maximizer.trustsOldGains() && !submodular
                ? Optional.of(name + " may not be submodular, so the " + maximizer
                        + " maximizer can miss the largest gain; `maximizer naive` is exact")
                : Optional.empty();
    }

    /** Returns the exact maximizer on cosines, which is right for every method, and what is usual otherwise. */
    public static RankingSettings of(RankingMethod method, long seed) {
        return builder(method).seed(seed).build();
    }

    /** Returns the settings that a manifest remembers of a method. */
    public static RankingSettings of(RankingMethod method, Map<String, String> map) {
        Builder settings = builder(method);
        if (map.containsKey(SIMILARITY)) {
            settings.similarity(Choices.of(SimilarityKind.class, map.get(SIMILARITY)));
        }
        if (map.containsKey(MAXIMIZER)) {
            settings.maximizer(Choices.of(MaximizerKind.class, map.get(MAXIMIZER)));
        }
        return settings.lambda(number(map, LAMBDA, settings.lambda))
                .neighbors(Integer.parseInt(map.getOrDefault(NEIGHBORS, DEFAULT_NEIGHBORS)))
                .gamma(number(map, GAMMA, settings.gamma))
                .cut(Cut.parse(map.getOrDefault(CUT, Cut.NONE.toString())))
                .c(number(map, C, settings.c))
                .mix(number(map, MIX, settings.mix))
                .limit(number(map, LIMIT, settings.limit))
                .concave(Choices.of(Concave.class, map.getOrDefault(CONCAVE, DEFAULT_CONCAVE)))
                .mixture(MixtureParts.parse(map.getOrDefault(MIXTURE, DEFAULT_MIXTURE)))
                .seed(Long.parseLong(map.getOrDefault(SEED, "0")))
                .build();
    }

    private static double number(Map<String, String> map, String key, double usual) {
        return Double.parseDouble(map.getOrDefault(key, Double.toString(usual)));
    }

    /** Returns what the manifest remembers, the method aside. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (method.hasSimilarity()) {
            map.put(SIMILARITY, similarity.toString());
        }
        if (method == RankingMethod.GRAPHCUT) {
            map.put(LAMBDA, Double.toString(lambda));
        }
        if (method.hasObjective()) {
            map.put(MAXIMIZER, maximizer.toString());
        }
        if (neighbors > 0) {
            map.put(NEIGHBORS, Integer.toString(neighbors));
        }
        if (method.hasDemand()) {
            map.put(GAMMA, Double.toString(gamma));
        }
        if (!cut.isNone()) {
            map.put(CUT, cut.toString());
        }
        if (method.hasBeta()) {
            map.put(C, Double.toString(c));
        }
        if (method == RankingMethod.QUALITY_COVERAGE) {
            map.put(MIX, Double.toString(mix));
        }
        if (method == RankingMethod.DIVERSE_SCORE) {
            map.put(LIMIT, Double.toString(limit));
        }
        if (method == RankingMethod.FEATURE_BASED) {
            map.put(CONCAVE, concave.toString());
        }
        if (method == RankingMethod.MIXTURE) {
            map.put(MIXTURE, mixture.toString());
        }
        if (method.draws() || maximizer == MaximizerKind.STOCHASTIC) {
            map.put(SEED, Long.toString(seed));
        }
        return map;
    }

    /**
     * Returns what the ranking looks at.
     *
     * @param own whether there is a score of the user's, which takes the place of a difficulty
     */
    public Needs needs(boolean own) {
        Needs needs = method.needs(own);
        return cut.isNone() ? needs : needs.and(Score.AUM);
    }

    /**
     * Insists on all that the ranking looks at, and on the memory for it.
     *
     * @throws dev.pith.PithException naming what lacks
     */
    void require(Evidence evidence, MemoryLimit memory) {
        needs(evidence.own() != null).require(evidence, method);
        Features features = evidence.features();
        if (features != null) {
            PickingMemory.require("Ranking", features, memory);
        }
    }

    /** Returns the rule that these settings mean. */
    public Rule rule() {
        return new Rules(this).rule();
    }

    /**
     * Ranks the first {@code budget} samples of a pool by features alone.
     *
     * @param ids the pool, ascending
     */
    public Ranking rank(
            Features features, int[] ids, int budget, Threads threads, MemoryLimit memory, Progress progress) {
        Evidence evidence = Evidence.of(features);
        needs(false).require(evidence, method);
        return rule().rank(RankingTask.of(evidence, ids, budget, threads, memory, progress));
    }

    /**
     * Returns the bytes of Java heap that the objective takes for {@code budget} out of n samples, where that grows
     * faster than n.
     */
    public long bytes(int n, int budget) {
        return switch (method) {
            case FACILITY_LOCATION, WEIGHTED_FACILITY_LOCATION, UNCERTAINTY_HERDING, QUALITY_COVERAGE -> neighbors > 0
                    ? NeighborGraph.bytes(n, neighbors)
                    : FacilityLocation.bytes(n);
            case LOG_DETERMINANT -> LogDeterminant.bytes(n, budget);
            default -> 0;
        };
    }

    /**
     * Returns whether this is the naive maximizer on gains that are linear in the row, which has a way of its own: rows
     * may lie anywhere.
     */
    public boolean isLinear() {
        return method == RankingMethod.GRAPHCUT && maximizer == MaximizerKind.NAIVE;
    }

    /** Returns what is usual for a method, to be changed. */
    public static Builder builder(RankingMethod method) {
        return new Builder(method);
    }

    /** Returns these settings, to be changed. */
    public Builder toBuilder() {
        return builder(method)
                .similarity(similarity)
                .lambda(lambda)
                .maximizer(maximizer)
                .neighbors(neighbors)
                .gamma(gamma)
                .cut(cut)
                .c(c)
                .mix(mix)
                .limit(limit)
                .concave(concave)
                .mixture(mixture)
                .seed(seed);
    }

    /** What is usual, but for what is set. */
    public static final class Builder {
        private final RankingMethod method;
        private SimilarityKind similarity = SimilarityKind.COSINE;
        private double lambda = Double.parseDouble(DEFAULT_LAMBDA);
        private MaximizerKind maximizer = Choices.of(MaximizerKind.class, DEFAULT_MAXIMIZER);
        private int neighbors = Integer.parseInt(DEFAULT_NEIGHBORS);
        private double gamma = Double.parseDouble(DEFAULT_GAMMA);
        private Cut cut;
        private double c = Double.parseDouble(DEFAULT_C);
        private double mix = Double.parseDouble(DEFAULT_MIX);
        private double limit = Double.parseDouble(DEFAULT_LIMIT);
        private Concave concave = Choices.of(Concave.class, DEFAULT_CONCAVE);
        private MixtureParts mixture = MixtureParts.parse(DEFAULT_MIXTURE);
        private long seed;

        private Builder(RankingMethod method) {
            this.method = method;
            this.cut = method == RankingMethod.CCS || method == RankingMethod.STRATIFIED ? Cut.BY_SHARE : Cut.NONE;
        }

        /** Sets by what samples are compared. */
        public Builder similarity(SimilarityKind choice) {
            similarity = choice;
            return this;
        }

        /** Sets the weight of the pool in GraphCut. */
        public Builder lambda(double weight) {
            lambda = weight;
            return this;
        }

        /** Sets how the largest gain is found. */
        public Builder maximizer(MaximizerKind choice) {
            maximizer = choice;
            return this;
        }

        /** Sets how many neighbours may represent a sample; 0 for all. */
        public Builder neighbors(int count) {
            neighbors = count;
            return this;
        }

        /** Sets the exponent of difficulty in a demand. */
        public Builder gamma(double exponent) {
            gamma = exponent;
            return this;
        }

        /** Sets which share is left out because it is hardest. */
        public Builder cut(Cut share) {
            cut = share;
            return this;
        }

        /** Sets the c of the Beta density. */
        public Builder c(double exponent) {
            c = exponent;
            return this;
        }

        /** Sets the part of a score in its mixture with coverage. */
        public Builder mix(double part) {
            mix = part;
            return this;
        }

        /** Sets the cosine from which on a sample is too near to one that is kept. */
        public Builder limit(double cosine) {
            limit = cosine;
            return this;
        }

        /** Sets what feature-based makes of its counts. */
        public Builder concave(Concave function) {
            concave = function;
            return this;
        }

        /** Sets the functions of a mixture and their weights. */
        public Builder mixture(MixtureParts parts) {
            mixture = parts;
            return this;
        }

        /** Sets the seed of what draws. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** Makes the settings. */
        public RankingSettings build() {
            return new RankingSettings(
                    method,
                    similarity,
                    lambda,
                    maximizer,
                    neighbors,
                    gamma,
                    cut,
                    c,
                    mix,
                    limit,
                    concave,
                    mixture,
                    seed);
        }
    }
}
