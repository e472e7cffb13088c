package dev.pith.selection;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.objective.PairwiseSimilarity;
import java.util.Locale;

/** The similarities a user can choose. */
public enum SimilarityKind {
    COSINE,
    DOT,
    SQEUCLID,
    /** {@code exp(-|x - y|^2 / median)}; for objectives that look at pairs. */
    RBF;

    /**
     * Returns the similarity as an inner product.
     *
     * @param by who needs it so
     * @throws IllegalArgumentException when it is none
     */
    public Similarity linear(String by) {
        if (this == RBF) {
            throw new IllegalArgumentException(by + " needs `similarity cosine`, dot or sqeuclid, got rbf");
        }
        return Similarity.valueOf(name());
    }

    /** Returns the similarities of the pairs of a pool. */
    PairwiseSimilarity pairs(Features features, int[] ids) {
        return this == RBF
                ? PairwiseSimilarity.rbf(features, ids)
                : PairwiseSimilarity.of(features, Similarity.valueOf(name()), ids);
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
