package dev.pith.rule;

import java.util.Arrays;

/**
 * The last layer of a network, which makes logits of embeddings: {@code f_k = <weights[k], e> + biases[k]}.
 *
 * @param weights {@code double[c][m]}, a row per class; not copied
 * @param biases {@code double[c]}; not copied
 */
public record LastLayer(double[][] weights, double[] biases) {
    /** Checks that there is a bias for every row of weights. */
    public LastLayer {
        if (weights.length != biases.length) {
            throw new IllegalArgumentException(
                    "a last layer needs a bias per class, got " + biases.length + " for " + weights.length);
        }
    }

    /**
     * Returns the layer out of one row per class, the bias first, as gradients are laid out.
     *
     * @param rows {@code double[c * (m + 1)]}
     * @param classes c
     */
    public static LastLayer of(double[] rows, int classes) {
        int length = rows.length / classes;
        double[][] weights = new double[classes][];
        double[] biases = new double[classes];
        for (int k = 0; k < classes; k++) {
            biases[k] = rows[k * length];
            weights[k] = Arrays.copyOfRange(rows, k * length + 1, (k + 1) * length);
        }
        return new LastLayer(weights, biases);
    }
}
