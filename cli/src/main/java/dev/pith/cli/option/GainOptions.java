package dev.pith.cli.option;

import dev.pith.selection.MaximizerKind;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a gain is made of, and how the largest is found. */
public final class GainOptions {
    @Option(
            names = "--similarity",
            paramLabel = "NAME",
            description =
                    "Similarity of two samples: cosine, dot, sqeuclid or rbf (default: cosine, in bins of texts dot).")
    private @Nullable SimilarityKind similarity;

    @Option(
            names = "--maximizer",
            paramLabel = "NAME",
            defaultValue = RankingSettings.DEFAULT_MAXIMIZER,
            description = "How the largest gain is found: naive (exact), lazy, approximate-lazy or stochastic"
                    + " (default: ${DEFAULT-VALUE}).")
    private MaximizerKind maximizer;

    @Option(
            names = "--lambda",
            paramLabel = "NUMBER",
            defaultValue = RankingSettings.DEFAULT_LAMBDA,
            description = "Weight of the pool against the picks in graphcut's gain (default: ${DEFAULT-VALUE}).")
    private double lambda;

    /**
     * Returns the configuration.
     *
     * @param usual the similarity when none is named
     */
    public RankingSettings configuration(RankingMethod method, SimilarityKind usual, int neighbors, long seed) {
        return RankingSettings.builder(method)
                .similarity(similarity == null ? usual : similarity)
                .lambda(lambda)
                .maximizer(maximizer)
                .neighbors(neighbors)
                .seed(seed)
                .build();
    }
}
