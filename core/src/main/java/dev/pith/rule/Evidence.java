package dev.pith.rule;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import org.jspecify.annotations.Nullable;

/**
 * What a rule may look at. Everything is by id; what there is not is null.
 *
 * @param features what samples are compared by
 * @param gradients of the last layer, as their factors, at the last look of the network
 * @param scores what a training showed of each sample
 * @param own a score of the user's, {@code double[n]}, large for what he prefers; not copied
 * @param labels {@code long[n]}, each the number of its class among the outputs of the network; not copied
 * @param lastLayer of the network that the gradients are of
 * @param queries vectors of what is looked for, {@code double[m][d]}, compared with features; not copied
 * @param privates vectors of what is to be kept away from, likewise
 */
public record Evidence(
        @Nullable Features features,
        @Nullable GradientFactors gradients,
        @Nullable ScoreTable scores,
        double @Nullable [] own,
        long @Nullable [] labels,
        @Nullable LastLayer lastLayer,
        double @Nullable [][] queries,
        double @Nullable [][] privates) {
    /** Evidence without queries and private samples. */
    public Evidence(
            @Nullable Features features,
            @Nullable GradientFactors gradients,
            @Nullable ScoreTable scores,
            double @Nullable [] own,
            long @Nullable [] labels,
            @Nullable LastLayer lastLayer) {
        this(features, gradients, scores, own, labels, lastLayer, null, null);
    }

    /** What rules that look at features alone are given. */
    public static Evidence of(@Nullable Features features) {
        return new Evidence(
                features, features instanceof GradientFactors factors ? factors : null, null, null, null, null);
    }

    /** Returns the same with scores. */
    public Evidence withScores(@Nullable ScoreTable table) {
        return new Evidence(features, gradients, table, own, labels, lastLayer, queries, privates);
    }

    /** Returns the same with a score of the user's. */
    public Evidence withOwn(double @Nullable [] column) {
        return new Evidence(features, gradients, scores, column, labels, lastLayer, queries, privates);
    }

    /** Returns the same with labels. */
    public Evidence withLabels(long @Nullable [] ofSamples) {
        return new Evidence(features, gradients, scores, own, ofSamples, lastLayer, queries, privates);
    }

    /** Returns the same with a last layer. */
    public Evidence withLastLayer(@Nullable LastLayer layer) {
        return new Evidence(features, gradients, scores, own, labels, layer, queries, privates);
    }

    /** Returns the same with queries. */
    public Evidence withQueries(double @Nullable [][] rows) {
        return new Evidence(features, gradients, scores, own, labels, lastLayer, rows, privates);
    }

    /** Returns the same with private samples. */
    public Evidence withPrivates(double @Nullable [][] rows) {
        return new Evidence(features, gradients, scores, own, labels, lastLayer, queries, rows);
    }

    /** Returns whether there are queries or private samples. */
    public boolean isTargeted() {
        return queries != null || privates != null;
    }

    /**
     * Returns the features.
     *
     * @throws PithException when there are none
     */
    public Features rows() {
        if (features == null) {
            throw new PithException("there are no features to compare samples by: make them with pith features");
        }
        return features;
    }

    /**
     * Returns where geometry is one of images rather than of gradients: features, or the embeddings behind gradient
     * features.
     */
    Features embeddings() {
        return rows() instanceof GradientFactors factors ? factors.embeddings() : rows();
    }

    /** Returns the gradients. */
    GradientFactors factors() {
        if (gradients == null) {
            throw new PithException(
                    "there are no gradients of a last layer: make them with pith features SOURCE `features` gradient");
        }
        return gradients;
    }

    /** Returns the last layer of the network. */
    LastLayer layer() {
        if (lastLayer == null) {
            throw new PithException("the last layer of the network is not known: make gradients anew with pith features"
                    + " SOURCE `features` gradient");
        }
        return lastLayer;
    }

    /** Returns what is looked for. */
    public double[][] lookedFor() {
        if (queries == null) {
            throw new PithException("there are no queries: give a file of them with `query`");
        }
        return queries;
    }

    /** Returns the label of a sample. */
    long label(int id) {
        if (labels == null) {
            throw new PithException("there are no labels: give them with `labels`");
        }
        return labels[id];
    }

    /**
     * Returns a score of some samples.
     *
     * @throws PithException when it is not known, or is no finite number for one of them
     */
    public double[] values(Score score, int[] ids) {
        if (scores == null || !scores.has(score)) {
            throw new PithException("the score " + score + " is not known: make it with pith scores SOURCE");
        }
        return gathered(scores.of(score), "the score " + score, ids);
    }

    /** Returns the user's score of some samples. */
    double[] ownValues(int[] ids) {
        if (own == null) {
            throw new PithException("there is no score of your own: give one with `score`");
        }
        return gathered(own, "your score", ids);
    }

    /** Returns how hard samples are: the user's score where there is one, or else this one. */
    public double[] difficulty(Score usual, int[] ids) {
        return own == null ? values(usual, ids) : ownValues(ids);
    }

    private static double[] gathered(double[] column, String name, int[] ids) {
        double[] values = new double[ids.length];
        for (int k = 0; k < ids.length; k++) {
            if (ids[k] >= column.length) {
                throw new PithException(
                        name + " has " + column.length + " values, fewer than there are samples: give one per sample");
            }
            values[k] = column[ids[k]];
            if (!Double.isFinite(values[k])) {
                throw new PithException(name + " of sample " + ids[k] + " is " + values[k]
                        + ": give it a number, or leave the sample out");
            }
        }
        return values;
    }
}
