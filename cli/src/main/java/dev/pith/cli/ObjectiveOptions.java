package dev.pith.cli;

import picocli.CommandLine.Option;

/** By which gain, and how, a bin's samples are picked. */
final class ObjectiveOptions {
    @Option(
            names = "--objective",
            paramLabel = "NAME",
            defaultValue = "graphcut",
            description = "What recursive bins maximize: graphcut, facility-location or log-determinant"
                    + " (default: ${DEFAULT-VALUE}).")
    private RankingMethod objective;

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

    RankingConfiguration configuration(long seed) {
        if (!objective.hasObjective()) {
            throw new IllegalArgumentException(
                    "--objective must be graphcut, facility-location or log-determinant, got " + objective);
        }
        return new RankingConfiguration(objective, similarity, lambda, maximizer, 0, seed);
    }
}
