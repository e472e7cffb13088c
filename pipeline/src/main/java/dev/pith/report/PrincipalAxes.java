package dev.pith.report;

import java.util.SplittableRandom;

/**
 * The two leading eigenvectors of a symmetric matrix without negative eigenvalues, by power iteration.
 *
 * @param first of unit length, its largest entry positive
 * @param second of unit length and orthogonal to the first, or all zero when the matrix has rank one
 * @param explained the two eigenvalues' part of the trace, from 0 to 1; 0 for a matrix of zeros
 */
record PrincipalAxes(double[] first, double[] second, double explained) {
    /**
     * Enough for a picture: where two eigenvalues are so close that this does not part them, either direction serves.
     */
    private static final int ITERATIONS = 200;

    /** Fixed, so that the same matrix gives the same picture. */
    private static final long START = 1;

    static PrincipalAxes of(double[][] matrix) {
        double trace = 0;
        for (int i = 0; i < matrix.length; i++) {
            trace += matrix[i][i];
        }
        double[] none = new double[matrix.length];
        double[] first = leading(matrix, none, trace);
        double[] second = leading(matrix, first, trace);
        double explained = trace > 0 ? (eigenvalue(matrix, first) + eigenvalue(matrix, second)) / trace : 0;
        return new PrincipalAxes(first, second, explained);
    }

    private static double[] leading(double[][] matrix, double[] orthogonalTo, double trace) {
        SplittableRandom random = new SplittableRandom(START);
        double[] vector = new double[matrix.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextDouble() - 0.5;
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            vector = times(matrix, vector);
            subtract(vector, dot(vector, orthogonalTo), orthogonalTo);
            double length = Math.sqrt(dot(vector, vector));
            if (length <= 1e-12 * trace) {
                return new double[matrix.length];
            }
            scale(vector, 1 / length);
        }
        scale(vector, signOfLargest(vector));
        return vector;
    }

    private static double signOfLargest(double[] vector) {
        double largest = 0;
        for (double v : vector) {
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        return largest < 0 ? -1 : 1;
    }

    private static double eigenvalue(double[][] matrix, double[] unit) {
        return dot(unit, times(matrix, unit));
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double factor, double[] what) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * what[i];
        }
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }
}
