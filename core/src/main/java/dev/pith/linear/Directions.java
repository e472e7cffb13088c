package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A few orthonormal directions that explain much of the rows.
 *
 * <p>The first is that of the pool's sum; the others are leading principal directions of a sample, by subspace
 * iteration on its Gram matrix. Any directions give a valid bound, good ones a tight one. Rows are meant as
 * {@code scale * w(x) * x}, so that an inner product with them is a part of a gain.
 */
final class Directions implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int MOST = 32;
    private static final int SAMPLE = 512;
    private static final int ITERATIONS = 6;

    private final double[][] basis;

    /**
     * @param sample the rows to find directions from, see {@link #sampled}
     * @param first the first direction, not necessarily of unit length
     */
    Directions(Features features, Similarity similarity, int[] sample, double[] first) {
        this.basis = basis(features, similarity, sample, first);
    }

    /** Returns as many rows, evenly spread, as directions are found from. */
    static int[] sampled(int[] rows) {
        int size = Math.min(SAMPLE, rows.length);
        int[] sample = new int[size];
        Arrays.setAll(sample, k -> rows[(int) ((long) k * rows.length / size)]);
        return sample;
    }

    /**
     * Finds the directions.
     *
     * <ol>
     *   <li>The first is that of a given vector.
     *   <li>What the others should explain is the sample's rows w(x) x less their parts along the first. Only inner
     *       products of those are needed, the Gram matrix: {@code w(x) w(y) <x, y>} less the product of the two parts.
     *   <li>A principal direction is a mix of these rows, and its coefficients are an eigenvector of the Gram matrix.
     *       The leading ones come by multiplying random vectors with the matrix again and again, made orthonormal each
     *       time: subspace iteration.
     *   <li>The rows are mixed, and all directions made orthonormal: the mixes are not so yet, nor across the first.
     * </ol>
     */
    private static double[][] basis(Features features, Similarity similarity, int[] sample, double[] first) {
        double[] mean = unit(first);
        double[] weights = new double[sample.length];
        double[] along = new double[sample.length];
        for (int k = 0; k < sample.length; k++) {
            weights[k] = similarity.weight(features.squaredNorm(sample[k]));
            along[k] = weights[k] * features.dot(sample[k], mean);
        }
        double[][] mixes = leadingEigenvectors(gram(features, sample, weights, along));
        double[][] directions = new double[mixes.length + 1][];
        directions[0] = mean;
        for (int r = 0; r < mixes.length; r++) {
            directions[r + 1] = new double[features.dimension()];
            for (int k = 0; k < sample.length; k++) {
                features.add(sample[k], weights[k] * mixes[r][k], directions[r + 1]);
            }
        }
        return orthonormalize(directions);
    }

    private static double[] unit(double[] vector) {
        double norm = LinearGain.norm(vector);
        return Arrays.stream(vector).map(value -> norm == 0 ? 0 : value / norm).toArray();
    }

    /** Returns the inner products of weighted rows less their parts along one direction; approximate. */
    private static double[][] gram(Features features, int[] sample, double[] weights, double[] along) {
        int size = sample.length;
        float[][] dots = new float[size][size];
        features.approximateDots(sample, sample, dots);
        double[][] gram = new double[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                gram[a][b] = weights[a] * weights[b] * dots[a][b] - along[a] * along[b];
            }
        }
        return gram;
    }

    /**
     * Returns vectors near the leading eigenvectors of a symmetric matrix. Where it has fewer, what is left over is of
     * no use.
     */
    private static double[][] leadingEigenvectors(double[][] matrix) {
        int size = matrix.length;
        double[][] vectors = new double[Math.min(MOST - 1, size)][size];
        SplittableRandom random = new SplittableRandom(0);
        for (double[] vector : vectors) {
            Arrays.setAll(vector, k -> random.nextDouble() - 0.5);
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (int r = 0; r < vectors.length; r++) {
                double[] next = new double[size];
                for (int a = 0; a < size; a++) {
                    double sum = 0;
                    for (int b = 0; b < size; b++) {
                        sum += matrix[a][b] * vectors[r][b];
                    }
                    next[a] = sum;
                }
                vectors[r] = next;
            }
            orthonormalize(vectors);
        }
        return vectors;
    }

    /**
     * Makes the vectors orthonormal in place, by Gram-Schmidt done twice, and returns those that are not (nearly) zero.
     *
     * <p>One pass leaves of a vector what rounding makes of it, some 2^-53 d of its length, along the vectors before.
     * Of a vector that gets 1e6 times shorter that is up to 1e6 times as much of its new length, still little, and the
     * second pass takes it away but for rounding. Shorter ones say nothing that was not there before.
     */
    private static double[][] orthonormalize(double[][] vectors) {
        int kept = 0;
        for (double[] vector : vectors) {
            double before = LinearGain.norm(vector);
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < kept; k++) {
                    double along = dot(vector, vectors[k]);
                    for (int j = 0; j < vector.length; j++) {
                        vector[j] -= along * vectors[k][j];
                    }
                }
            }
            double norm = LinearGain.norm(vector);
            if (norm > 1e-6 * before) {
                for (int j = 0; j < vector.length; j++) {
                    vector[j] /= norm;
                }
                vectors[kept++] = vector;
            }
        }
        return Arrays.copyOf(vectors, kept);
    }

    private static double dot(double[] x, double[] y) {
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < x.length; j += 2) {
            even += x[j] * y[j];
            odd += x[j + 1] * y[j + 1];
        }
        return even + odd + (j < x.length ? x[j] * y[j] : 0);
    }

    /** Returns the number of directions. */
    int count() {
        return basis.length;
    }

    /** Returns the coordinates of a vector. */
    double[] coordinatesOf(double[] vector) {
        double[] along = new double[basis.length];
        for (int k = 0; k < along.length; k++) {
            along[k] = dot(basis[k], vector);
        }
        return along;
    }

    /** Returns a direction; not copied. */
    double[] direction(int k) {
        return basis[k];
    }
}
