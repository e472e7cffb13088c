package dev.pith.feature;

/** The exact inner products: double arithmetic, plain loops, one stated order of summation. */
final class Kernels {
    private Kernels() {}

    /**
     * Returns {@code sum of x[xOffset + j] * y[yOffset + j]} over {@code length} terms: term j goes to accumulator j
     * mod 4, and the accumulators are added as (0 + 1) + (2 + 3). Four of them because one would wait for
     * the sum before.
     */
    static double dot(float[] x, int xOffset, double[] y, int yOffset, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            sum0 += x[xOffset + j] * y[yOffset + j];
            sum1 += x[xOffset + j + 1] * y[yOffset + j + 1];
            sum2 += x[xOffset + j + 2] * y[yOffset + j + 2];
            sum3 += x[xOffset + j + 3] * y[yOffset + j + 3];
        }
        if (j < length) {
            sum0 += x[xOffset + j] * y[yOffset + j];
        }
        if (j + 1 < length) {
            sum1 += x[xOffset + j + 1] * y[yOffset + j + 1];
        }
        if (j + 2 < length) {
            sum2 += x[xOffset + j + 2] * y[yOffset + j + 2];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Returns the same for two float rows; the products are exact in double. */
    static double dot(float[] x, float[] y, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            sum0 += (double) x[j] * y[j];
            sum1 += (double) x[j + 1] * y[j + 1];
            sum2 += (double) x[j + 2] * y[j + 2];
            sum3 += (double) x[j + 3] * y[j + 3];
        }
        if (j < length) {
            sum0 += (double) x[j] * y[j];
        }
        if (j + 1 < length) {
            sum1 += (double) x[j + 1] * y[j + 1];
        }
        if (j + 2 < length) {
            sum2 += (double) x[j + 2] * y[j + 2];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Adds {@code scale * x} to {@code sum} from {@code sumOffset} on. */
    static void add(float[] x, int length, double scale, double[] sum, int sumOffset) {
        for (int j = 0; j < length; j++) {
            sum[sumOffset + j] += scale * x[j];
        }
    }
}
