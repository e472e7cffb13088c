package dev.pith.feature;

/** The exact inner products: double arithmetic, plain loops, one stated order of summation. */
final class Kernels {
    private Kernels() {}

    /**
     * Returns {@code sum of x[xOffset + j] * y[yOffset + j]} over {@code length} terms: term j goes to accumulator j mod 4, and the
     * accumulators are added as (0 + 1) + (2 + 3). Four of them because one would wait for the sum before.
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

    /**
     * Returns the factor e of the error of a float32 inner product of {@code terms} terms, summed in any order, with or without fused
     * multiply-add: {@code |computed - true| <= e * |x| * |y|}, e = k u / (1 - k u) with u = 2^-24 (Higham, Accuracy and
     * Stability of Numerical Algorithms, section 3.1). k is two more than the terms: one for rounding a double query to
     * float32, one for rounding the result.
     */
    static double dotError(int terms) {
        double ku = (terms + 2) * 0x1p-24;
        return ku / (1 - ku);
    }

    /**
     * Returns u of what underflow takes from a float32 inner product, {@code u (1 + |x| + |y|)}: libraries may be built to take numbers below the
     * smallest normal float for 0, each product and each sum, and the numbers of x and y themselves, which are multiplied by at most
     * {@code sqrt(terms)} times the other's norm in all.
     */
    static double dotUnderflow(double terms) {
        return 2 * (terms + 1) * Float.MIN_NORMAL;
    }
}
