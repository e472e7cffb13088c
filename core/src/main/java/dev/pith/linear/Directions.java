package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A few orthonormal directions that explain much of the rows.
 *
 * <p>The first is that of the pool's sum; the others are leading principal directions of a sample, by subspace iteration on its
 * Gram matrix. Any directions give a valid bound, good ones a tight one. Rows are meant as {@code scale * w(x) * x}, so that an inner
 * product with them is a part of a gain.
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

    private static double[][] basis(Features features, Similarity similarity, int[] sample, double[] first) {
        int size = sample.length;
        float[][] gram = new float[size][size];
        features.approximateDots(sample, sample, gram);
        double[] weights = new double[size];
        double[] along = new double[size];
        double firstNorm = LinearGain.norm(first);
        double[] mean = first.clone();
        for (int j = 0; j < mean.length; j++) {
            mean[j] = firstNorm == 0 ? 0 : mean[j] / firstNorm;
        }
        for (int k = 0; k < size; k++) {
            weights[k] = similarity.weight(features.squaredNorm(sample[k]));
            along[k] = weights[k] * features.dot(sample[k], mean);
        }
        int count = Math.min(MOST - 1, size);
        double[][] mix = new double[count][size];
        SplittableRandom random = new SplittableRandom(0);
        for (double[] row : mix) {
            Arrays.setAll(row, k -> random.nextDouble() - 0.5);
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (int r = 0; r < count; r++) {
                double[] next = new double[size];
                for (int a = 0; a < size; a++) {
                    double sum = 0;
                    for (int b = 0; b < size; b++) {
                        sum += (weights[a] * weights[b] * gram[a][b] - along[a] * along[b]) * mix[r][b];
                    }
                    next[a] = sum;
                }
                mix[r] = next;
            }
            orthonormalize(mix);
        }
        double[][] directions = new double[count + 1][];
        directions[0] = mean;
        for (int r = 0; r < count; r++) {
            directions[r + 1] = new double[features.dimension()];
            for (int k = 0; k < size; k++) {
                features.add(sample[k], weights[k] * mix[r][k], directions[r + 1]);
            }
        }
        return orthonormalize(directions);
    }

    /** Makes the vectors orthonormal in place, by Gram-Schmidt done twice, and returns those that are not (nearly) zero. */
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
