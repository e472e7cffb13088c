package dev.pith.prune;

/**
 * Scores of single samples by what a network early in training makes of them: Paul et al., NeurIPS 2021, arXiv
 * 2107.07075. The paper averages over networks trained from several seeds, which is left to the caller.
 */
public final class Difficulty {
    private Difficulty() {}

    /**
     * Returns EL2N of each sample: the Euclidean norm of its class probabilities minus the one-hot vector of its label
     * (definition 2.2), from 0 to the root of 2.
     *
     * @param probabilities {@code float[n * classes]}, row-major, the softmax of the logits
     * @param labels {@code int[n]}, each from 0 to {@code classes - 1}
     */
    public static float[] el2n(float[] probabilities, int classes, int[] labels) {
        if (classes < 1 || probabilities.length != (long) classes * labels.length) {
            throw new IllegalArgumentException(labels.length + " labels of " + classes + " classes, but "
                    + probabilities.length + " probabilities");
        }
        float[] scores = new float[labels.length];
        for (int i = 0; i < scores.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label must be in [0, " + classes + "), got " + labels[i] + " for sample " + i);
            }
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                double error = probabilities[i * classes + c] - (c == labels[i] ? 1.0 : 0.0);
                squares += error * error;
            }
            scores[i] = (float) Math.sqrt(squares);
        }
        return scores;
    }

    /**
     * Returns GraNd of a sample for the last layer: the norm of the gradient {@code [b, vec(b e^T)]} of its loss with
     * respect to that layer's bias and weight (definition 2.1, of all layers there), {@code sqrt((b . b)(1 + e . e))}.
     *
     * @param logitGradientNorm norm of b, the gradient of the loss with respect to the logits
     * @param embeddingNorm norm of e, what the last layer is given
     */
    public static double grand(double logitGradientNorm, double embeddingNorm) {
        return logitGradientNorm * Math.sqrt(1 + embeddingNorm * embeddingNorm);
    }
}
