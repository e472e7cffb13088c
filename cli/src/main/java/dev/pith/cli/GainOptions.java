package dev.pith.cli;

import picocli.CommandLine.Option;

/** What a gain is made of, and how the largest is found. */
final class GainOptions {
    @Option(
            names = "--similarity",
            paramLabel = "NAME",
            defaultValue = "cosine",
            description = "Similarity of two samples: cosine, dot, sqeuclid or rbf (default: ${DEFAULT-VALUE}).")
    private SimilarityChoice similarity;

    @Option(
            names = "--maximizer",
            paramLabel = "NAME",
            defaultValue = "naive",
            description = "How the largest gain is found: naive (exact), lazy, approximate-lazy or stochastic"
                    + " (default: ${DEFAULT-VALUE}).")
    private MaximizerChoice maximizer;

    @Option(
            names = "--lambda",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Weight of the pool against the picks in graphcut's gain (default: ${DEFAULT-VALUE}).")
    private double lambda;

    RankingConfiguration configuration(RankingMethod method, int neighbors, long seed) {
        return new RankingConfiguration(method, similarity, lambda, maximizer, neighbors, seed);
    }
}
