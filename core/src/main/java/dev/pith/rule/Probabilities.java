package dev.pith.rule;

import dev.pith.PithException;
import dev.pith.feature.Features;

/**
 * The probabilities of the last look, out of the gradients: the gradient of the cross-entropy with respect to the
 * logits is {@code p - onehot(y)}.
 */
final class Probabilities {
    private static final double TOLERANCE = 1e-3;

    private Probabilities() {}

    /**
     * Returns {@code double[c]}, from 0 to 1.
     *
     * @throws PithException when the gradients are others, or the label is none of the classes
     */
    static double[] of(Evidence evidence, int id) {
        Features logits = evidence.factors().logitGradients();
        double[] p = new double[logits.dimension()];
        logits.add(id, 1, p);
        long label = evidence.label(id);
        if (label < 0 || label >= p.length) {
            throw new PithException("the label of sample " + id + " is " + label + ", but the gradients are of "
                    + p.length + " classes: make them anew with pith features SOURCE `features` gradient");
        }
        p[(int) label] += 1;
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            if (!(p[k] >= -TOLERANCE)) {
                throw noProbabilities(id);
            }
            p[k] = Math.max(0, p[k]);
            sum += p[k];
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw noProbabilities(id);
        }
        return p;
    }

    private static PithException noProbabilities(int id) {
        return new PithException("the gradients of sample " + id + " are not of a cross-entropy, so its probabilities"
                + " cannot be told: make them with pith features SOURCE `features` gradient, without `compat`");
    }
}
