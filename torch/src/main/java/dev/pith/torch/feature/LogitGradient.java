package dev.pith.torch.feature;

/** Derivatives of a sample's loss by its logits z, in double, of label y with one-hot vector 1_y. */
public enum LogitGradient {
    /** Cross-entropy of the logits, {@code -log softmax(z)_y}: {@code softmax(z) - 1_y}. */
    CROSS_ENTROPY {
        @Override
        void fill(float[] logits, int at, int label, double[] out) {
            for (int k = 0; k < out.length; k++) {
                out[k] = logits[at + k];
            }
            softmax(out);
            out[label] = minusOthers(out, label);
        }
    },

    /**
     * Cross-entropy of {@code p = softmax(z)}, as the published code of Dataset Quantization computes it: it applies a
     * softmax before a loss that applies its own. With {@code g = softmax(p) - 1_y} it is {@code p_k (g_k - <p, g>)}.
     */
    SOFTMAX_TWICE {
        @Override
        void fill(float[] logits, int at, int label, double[] out) {
            double[] p = new double[out.length];
            for (int k = 0; k < p.length; k++) {
                p[k] = logits[at + k];
            }
            softmax(p);
            System.arraycopy(p, 0, out, 0, p.length);
            softmax(out);
            out[label] -= 1;
            double product = 0;
            for (int k = 0; k < p.length; k++) {
                product += p[k] * out[k];
            }
            int largest = 0;
            for (int k = 0; k < p.length; k++) {
                out[k] = p[k] * (out[k] - product);
                largest = p[k] > p[largest] ? k : largest;
            }
            out[largest] = minusOthers(out, largest);
        }
    };

    /** Writes the derivatives of one sample, whose logits begin at {@code logits[at]}, one for each class. */
    abstract void fill(float[] logits, int at, int label, double[] out);

    /** Derivatives by logits sum to 0; of a confident network, the one that is a difference of ones would be lost. */
    private static double minusOthers(double[] derivatives, int k) {
        double sum = 0;
        for (int other = 0; other < derivatives.length; other++) {
            sum += other == k ? 0 : derivatives[other];
        }
        return -sum;
    }

    private static void softmax(double[] z) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            z[k] = Math.exp(z[k] - largest);
            sum += z[k];
        }
        for (int k = 0; k < z.length; k++) {
            z[k] /= sum;
        }
    }
}
