package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.linear.LinearGain;
import dev.pith.linear.LinearGreedy;
import dev.pith.maximizer.Maximizer;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.GraphCut;
import dev.pith.objective.LogDeterminant;
import dev.pith.objective.NeighborFacilityLocation;
import dev.pith.objective.NeighborGraph;
import dev.pith.objective.Objective;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.parallel.Workers;
import dev.pith.ranking.KCenter;
import dev.pith.ranking.RandomRanking;
import dev.pith.run.Choices;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides a ranking of given features.
 *
 * @param lambda of GraphCut, positive
 * @param maximizer of methods with an objective
 * @param neighbors how many neighbours may represent a sample in facility location; 0 for all
 * @param seed used by what draws
 */
public record RankingSettings(
        RankingMethod method,
        SimilarityKind similarity,
        double lambda,
        MaximizerKind maximizer,
        int neighbors,
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

    /** Any sample may represent any other. */
    public static final String DEFAULT_NEIGHBORS = "0";

    private static final String MAXIMIZER = "maximizer";
    private static final String NEIGHBORS = "neighbors";
    private static final String SEED = "seed";

    /** Refuses what is out of range, and what does not go together. */
    public RankingSettings {
        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lambda` must be a positive number, got " + lambda);
        }
        if (neighbors < 0) {
            throw new IllegalArgumentException("`neighbors` must be at least 1, got " + neighbors);
        }
        if (method == RankingMethod.GRAPHCUT || method == RankingMethod.HERDING || method == RankingMethod.K_CENTER) {
            similarity.linear(method.toString());
        }
        if (neighbors > 0 && method != RankingMethod.FACILITY_LOCATION) {
            throw new IllegalArgumentException("`neighbors` is for facility-location, got " + method);
        }
        if (maximizer != MaximizerKind.NAIVE && !method.hasObjective()) {
            throw new IllegalArgumentException("`maximizer` is for methods with an objective, got " + method);
        }
        if (method == RankingMethod.FACILITY_LOCATION
                && similarity != SimilarityKind.COSINE
                && similarity != SimilarityKind.RBF) {
            throw new IllegalArgumentException("facility-location needs `similarity cosine or rbf`, got " + similarity);
        }
        if (method == RankingMethod.LOG_DETERMINANT && similarity == SimilarityKind.SQEUCLID) {
            throw new IllegalArgumentException("log-determinant needs `similarity cosine, dot or rbf`, got sqeuclid");
        }
    }

    /** Returns this with another similarity. */
    public RankingSettings similarity(SimilarityKind choice) {
        return new RankingSettings(method, choice, lambda, maximizer, neighbors, seed);
    }

    /** Returns one line for the user when the picks may not be the largest gains. */
    public Optional<String> warning() {
        boolean submodular = method != RankingMethod.GRAPHCUT || similarity == SimilarityKind.COSINE;
        return method.hasObjective() && maximizer.maximizer(seed).trustsOldGains() && !submodular
                ? Optional.of("graphcut with " + similarity + " may not be submodular, so the " + maximizer
                        + " maximizer can miss the largest gain; `maximizer naive` is exact")
                : Optional.empty();
    }

    /** Returns the exact maximizer on cosines, which is right for every method. */
    public static RankingSettings of(RankingMethod method, long seed) {
        return new RankingSettings(
                method,
                SimilarityKind.COSINE,
                Double.parseDouble(DEFAULT_LAMBDA),
                Choices.of(MaximizerKind.class, DEFAULT_MAXIMIZER),
                Integer.parseInt(DEFAULT_NEIGHBORS),
                seed);
    }

    /** Returns the settings that a manifest remembers of a method. */
    public static RankingSettings of(RankingMethod method, Map<String, String> map) {
        RankingSettings usual = of(method, 0);
        return new RankingSettings(
                method,
                map.containsKey(SIMILARITY) ? Choices.of(SimilarityKind.class, map.get(SIMILARITY)) : usual.similarity,
                Double.parseDouble(map.getOrDefault(LAMBDA, Double.toString(usual.lambda))),
                map.containsKey(MAXIMIZER) ? Choices.of(MaximizerKind.class, map.get(MAXIMIZER)) : usual.maximizer,
                Integer.parseInt(map.getOrDefault(NEIGHBORS, DEFAULT_NEIGHBORS)),
                Long.parseLong(map.getOrDefault(SEED, "0")));
    }

    /** Returns what the manifest remembers, the method aside. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (method != RankingMethod.RANDOM) {
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
        if (method == RankingMethod.RANDOM || maximizer == MaximizerKind.STOCHASTIC) {
            map.put(SEED, Long.toString(seed));
        }
        return map;
    }

    /**
     * Ranks the first {@code budget} samples of a pool.
     *
     * @param ids the pool, ascending
     */
    public Ranking rank(
            Features features, int[] ids, int budget, Workers workers, MemoryLimit memory, Progress progress) {
        return switch (method) {
            case FACILITY_LOCATION, LOG_DETERMINANT -> maximize(
                    objective(features, ids, budget, workers, memory), budget, progress);
            case GRAPHCUT -> isLinear()
                    ? linear(features, ids, budget, workers, progress)
                    : maximize(
                            new GraphCut(features, similarity.linear("graphcut"), ids, lambda, workers),
                            budget,
                            progress);
            case HERDING -> linear(features, ids, budget, workers, progress);
            case K_CENTER -> KCenter.rank(features, similarity.linear("k-center"), ids, budget, workers, progress);
            case RANDOM -> RandomRanking.rank(ids, budget, seed);
        };
    }

    /** Returns the bytes of Java heap that the objective takes for {@code budget} out of n samples, where that grows faster than n. */
    long bytes(int n, int budget) {
        return switch (method) {
            case FACILITY_LOCATION -> neighbors > 0 ? NeighborGraph.bytes(n, neighbors) : FacilityLocation.bytes(n);
            case LOG_DETERMINANT -> LogDeterminant.bytes(n, budget);
            case GRAPHCUT, HERDING, K_CENTER, RANDOM -> 0;
        };
    }

    /**
     * Returns whether this is the naive maximizer on gains that are linear in the row, which has a way of its own: rows may lie
     * anywhere.
     */
    public boolean isLinear() {
        return method == RankingMethod.GRAPHCUT && maximizer == MaximizerKind.NAIVE;
    }

    private Ranking maximize(Objective objective, int budget, Progress progress) {
        Maximizer chosen = maximizer.maximizer(seed);
        return chosen.maximize(objective, budget, progress);
    }

    private Objective objective(Features features, int[] ids, int budget, Workers workers, MemoryLimit memory) {
        PairwiseSimilarity pairs = similarity.pairs(features, ids);
        if (method == RankingMethod.LOG_DETERMINANT) {
            return new LogDeterminant(pairs, budget, memory);
        }
        return neighbors > 0
                ? new NeighborFacilityLocation(new NeighborGraph(pairs, neighbors, memory, workers))
                : new FacilityLocation(pairs, memory, workers);
    }

    /** The naive maximizer's picks for gains that are linear in the row, without looking at most rows. */
    private Ranking linear(Features features, int[] ids, int budget, Workers workers, Progress progress) {
        Similarity inner = similarity.linear(method.toString());
        FeaturePool pool = new FeaturePool(features, inner, ids, workers);
        LinearGain gain = method == RankingMethod.HERDING
                ? LinearGain.herding(inner, pool.moments())
                : LinearGain.graphCut(inner, pool.moments(), lambda);
        Ranking picks = new LinearGreedy(pool, workers).pick(gain, budget, progress);
        return new Ranking(picks.ids(), picks.gains());
    }
}
