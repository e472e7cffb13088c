package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A few orthonormal directions that explain much of the rows, and where each row lies along them.
 *
 * <p>The first is that of the pool's sum; the others are leading principal directions of a sample, by subspace iteration on its
 * Gram matrix. Any directions give a valid bound, good ones a tight one. Rows are meant as {@code scale * w(x) * x}, so that an inner
 * product with them is a part of a gain.
 */
final class Directions {
    private static final int MOST = 32;
    private static final int SAMPLE = 512;
    private static final int ITERATIONS = 6;

    private final double[][] basis;
    private final int[] ids;
    private final float[][] coordinates;
    private final float[] residuals;
    private final float[] norms;
    private final double coordinateError;

    /**
     * @param ids the rows that will be asked for, ascending
     * @param first the first direction, not necessarily of unit length
     */
    Directions(Features features, Similarity similarity, int[] ids, double[] first, Workers workers) {
        this.ids = ids;
        this.basis = basis(features, similarity, ids, first);
        this.coordinates = new float[basis.length][ids.length];
        this.residuals = new float[ids.length];
        this.norms = new float[ids.length];
        this.coordinateError = features.approximationError();
        workers.forEach(basis.length, k -> {
            if (k > 0) {
                features.approximateDots(ids, basis[k], coordinates[k]);
            }
        });
        int block = 1024;
        workers.forEach((ids.length + block - 1) / block, task -> {
            for (int i = task * block; i < Math.min(ids.length, (task + 1) * block); i++) {
                place(features, similarity, i);
            }
        });
    }

    /** Scales the coordinates of row i and bounds its part outside the directions. The first coordinate is exact. */
    private void place(Features features, Similarity similarity, int i) {
        double squaredNorm = features.squaredNorm(ids[i]);
        double norm = Math.sqrt(squaredNorm);
        double weight = similarity.scale() * similarity.weight(squaredNorm);
        double along = basis.length == 0 ? 0 : features.dot(ids[i], basis[0]);
        double others = 0;
        for (int k = 1; k < basis.length; k++) {
            others += (double) coordinates[k][i] * coordinates[k][i];
            coordinates[k][i] = (float) (weight * coordinates[k][i]);
        }
        if (basis.length > 0) {
            coordinates[0][i] = (float) (weight * along);
        }
        double sure = Math.max(0, Math.sqrt(others) - coordinateError * Math.sqrt(basis.length) * norm);
        double outside = Math.max(0, squaredNorm * (1 + 1e-9) - along * along - sure * sure);
        residuals[i] = roundUp(weight * Math.sqrt(outside));
        norms[i] = roundUp(weight * norm);
    }

    private static float roundUp(double value) {
        return Math.nextUp((float) (value * (1 + 1e-9)));
    }

    private static double[][] basis(Features features, Similarity similarity, int[] ids, double[] first) {
        int size = Math.min(SAMPLE, ids.length);
        int[] sample = new int[size];
        Arrays.setAll(sample, k -> ids[(int) ((long) k * ids.length / size)]);
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

    /** Returns where a row is found that the directions were made for; {@code from} is a lower limit of the answer. */
    int indexOf(int id, int from) {
        int index = from;
        while (ids[index] != id) {
            index++;
        }
        return index;
    }

    /** Returns the coordinate k of the row at an index, approximate but for k = 0. */
    float coordinate(int k, int index) {
        return coordinates[k][index];
    }

    /** Returns a bound on the norm of the part of the row that the directions do not hold. */
    float residual(int index) {
        return residuals[index];
    }

    /** Returns a bound on the norm of the row. */
    float norm(int index) {
        return norms[index];
    }

    /** Returns e: coordinates but the first are within {@code e * norm} of the true ones. */
    double coordinateError() {
        return coordinateError;
    }
}
