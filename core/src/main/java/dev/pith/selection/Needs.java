package dev.pith.selection;

import dev.pith.PithException;
import dev.pith.rule.Evidence;
import dev.pith.score.Score;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a ranking looks at, so that nothing else need be made for it.
 *
 * @param features what samples are compared by
 * @param gradients of the last layer
 * @param labels of every sample
 * @param own a score of the user's
 * @param lastLayer of the network that the gradients are of
 * @param queries what is looked for
 * @param scores of a training; copied
 */
public record Needs(
        boolean features,
        boolean gradients,
        boolean labels,
        boolean own,
        boolean lastLayer,
        boolean queries,
        Set<Score> scores) {
    /** Copies the set. */
    public Needs {
        Set<Score> copy = EnumSet.noneOf(Score.class);
        copy.addAll(scores);
        scores = Collections.unmodifiableSet(copy);
    }

    /** Returns the same with one more score. */
    Needs and(Score score) {
        Set<Score> more = EnumSet.of(score);
        more.addAll(scores);
        return new Needs(features, gradients, labels, own, lastLayer, queries, more);
    }

    /** Returns the same without one of the scores. */
    Needs without(Score score) {
        Set<Score> fewer = EnumSet.noneOf(Score.class);
        fewer.addAll(scores);
        fewer.remove(score);
        return new Needs(features, gradients, labels, own, lastLayer, queries, fewer);
    }

    /**
     * Insists on all of it.
     *
     * @param by who needs it
     */
    void require(Evidence evidence, RankingMethod by) {
        if (features && evidence.features() == null) {
            throw new PithException(by + " needs features: make them with pith features");
        }
        if (gradients && evidence.gradients() == null) {
            throw new PithException(
                    by + " needs gradients of a last layer: make them with pith features SOURCE `features` gradient");
        }
        if (lastLayer && evidence.lastLayer() == null) {
            throw new PithException(
                    by + " needs the last layer of the network: make its gradients anew with pith features"
                            + " SOURCE `features` gradient");
        }
        if (labels && evidence.labels() == null) {
            throw new PithException(by + " needs labels: give them with `labels`, or take another `method`");
        }
        if (own && evidence.own() == null) {
            throw new PithException(by + " needs a score of your own: give one with `score`");
        }
        if (queries && evidence.queries() == null) {
            throw new PithException(by + " needs queries: give a file of what is looked for with `query`");
        }
        String missing = scores.stream()
                .filter(score -> evidence.scores() == null || !evidence.scores().has(score))
                .map(Score::toString)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new PithException(by + " needs scores (" + missing + "): make them with pith scores SOURCE");
        }
    }
}
