package dev.pith.report;

import dev.pith.feature.Features;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Features in an array, by the plainest loops. */
final class PlainFeatures implements Features {
    private final double[][] rows;

    PlainFeatures(double[][] rows) {
        this.rows = rows;
    }

    /** Rows around a common mean, so that cosines are large as those of real features are. */
    static PlainFeatures random(int n, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][dimension];
        for (double[] row : rows) {
            for (int j = 0; j < dimension; j++) {
                row[j] = 0.3 + random.nextDouble() * (1 + j % 3) - 0.5;
            }
        }
        return new PlainFeatures(rows);
    }

    double[] row(int i) {
        return rows[i];
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public int dimension() {
        return rows[0].length;
    }

    @Override
    public double dot(int i, int j) {
        return dot(i, rows[j]);
    }

    @Override
    public double dot(int i, double[] query) {
        double sum = 0;
        for (int j = 0; j < query.length; j++) {
            sum += rows[i][j] * query[j];
        }
        return sum;
    }

    @Override
    public void add(int i, double scale, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += scale * rows[i][j];
        }
    }

    @Override
    public double squaredNorm(int i) {
        return dot(i, i);
    }

    @Override
    public double approximationError() {
        return 1e-6;
    }

    @Override
    public double underflow() {
        return Float.MIN_NORMAL;
    }

    @Override
    public void approximateDots(int[] rows, double[] query, float[] out) {
        for (int k = 0; k < rows.length; k++) {
            out[k] = (float) dot(rows[k], query);
        }
    }

    @Override
    public void approximateDots(int[] rows, int[] columns, float[][] out) {
        for (int c = 0; c < columns.length; c++) {
            approximateDots(rows, this.rows[columns[c]], out[c]);
        }
    }

    @Override
    public Features sideBySide(int[] some) {
        return new PlainFeatures(Arrays.stream(some).mapToObj(row -> rows[row]).toArray(double[][]::new));
    }

    @Override
    public void close() {}
}
