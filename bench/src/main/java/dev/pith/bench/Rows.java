package dev.pith.bench;

import dev.pith.npy.Npy;
import dev.pith.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The rows of a workload: what they look like, how many, from which seed.
 *
 * @param kind what the rows look like
 * @param count n, the number of rows
 * @param dimension the length of a row; of an embedding for {@link Kind#GRADIENTS}
 * @param classes number of classes; 1 where there are none
 * @param seed the same seed gives the same bits
 */
record Rows(Kind kind, int count, int dimension, int classes, long seed) {

    /** What rows look like. */
    enum Kind {
        /**
         * Like text embeddings: unit length, mean cosine about 0.7, and the variance of the k-th direction around the
         * mean proportional to 1 / k.
         */
        EMBEDDING,
        /** Directions uniform on the sphere: zero mean and no structure, the hardest case for any bound. */
        ISOTROPIC,
        /** 1 or -1 at random, as MinHash's vectors are: no structure, and many gains alike. */
        SIGNS,
        /** The k-th of 24 directions as wide as 1 / k, the others 0.02, around a mean. */
        DIRECTIONS,
        /**
         * Unit length in equal classes, one after the other as an image folder orders them: a mean common to all, a
         * centre per class, and the variance around it proportional to 1 / k; mean cosine 0.6 in a class, 0.3 between.
         */
        CLASSES,
        /**
         * Factors of last-layer gradients: {@code logit_gradients.npy}, softmax minus one-hot of logits of which the
         * true class is 4 higher in the mean, and {@code embeddings.npy}, rectified noise about a centre per class;
         * labels at random.
         */
        GRADIENTS
    }

    /**
     * Writes {@code features.npy}, or for gradients their two factors, and {@code labels.npy} where there are classes.
     */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        switch (kind) {
            case EMBEDDING -> writeUnitRows(directory, 0.7, 0);
            case ISOTROPIC -> writeIsotropic(directory);
            case SIGNS -> writeSigns(directory);
            case DIRECTIONS -> writeDirections(directory);
            case CLASSES -> writeUnitRows(directory, 0.3, 0.3);
            case GRADIENTS -> writeGradients(directory);
        }
    }

    private void writeIsotropic(Path directory) {
        Noise noise = new Noise(seed);
        float[] row = new float[dimension];
        double[] x = new double[dimension];
        try (NpyWriter features = new NpyWriter(directory.resolve("features.npy"), count, dimension)) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < dimension; k++) {
                    x[k] = noise.next();
                }
                unit(x, row);
                features.append(row);
            }
        }
    }

    private void writeSigns(Path directory) {
        Noise noise = new Noise(seed);
        float[] row = new float[dimension];
        try (NpyWriter features = new NpyWriter(directory.resolve("features.npy"), count, dimension)) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < dimension; k++) {
                    row[k] = noise.nextInt(2) == 0 ? 1 : -1;
                }
                features.append(row);
            }
        }
    }

    private void writeDirections(Path directory) {
        Noise noise = new Noise(seed);
        double[] width = new double[dimension];
        double[] mean = new double[dimension];
        for (int k = 0; k < dimension; k++) {
            width[k] = k < 24 ? 1.0 / (k + 1) : 0.02;
            mean[k] = 2 * width[k] * noise.next();
        }
        float[] row = new float[dimension];
        try (NpyWriter features = new NpyWriter(directory.resolve("features.npy"), count, dimension)) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < dimension; k++) {
                    row[k] = (float) (mean[k] + width[k] * noise.next());
                }
                features.append(row);
            }
        }
    }

    /** Writes rows of which the common mean and the class centres hold these shares of the squared length. */
    private void writeUnitRows(Path directory, double meanShare, double centreShare) {
        Noise noise = new Noise(seed);
        double[] deviation = decayingDeviations();
        double[][] centres = new double[classes][dimension];
        for (double[] centre : centres) {
            for (int k = 0; k < dimension; k++) {
                centre[k] = Math.sqrt(centreShare) * deviation[k] * noise.next();
            }
        }
        double spread = Math.sqrt(1 - meanShare - centreShare);
        double mean = Math.sqrt(meanShare);
        double[] x = new double[dimension];
        float[] row = new float[dimension];
        long[] labels = new long[count];
        try (NpyWriter features = new NpyWriter(directory.resolve("features.npy"), count, dimension)) {
            for (int i = 0; i < count; i++) {
                int label = Math.toIntExact((long) i * classes / count);
                for (int k = 0; k < dimension; k++) {
                    x[k] = centres[label][k] + spread * deviation[k] * noise.next();
                }
                x[0] += mean;
                reflect(x);
                unit(x, row);
                features.append(row);
                labels[i] = label;
            }
        }
        if (classes > 1) {
            Npy.write(directory.resolve("labels.npy"), labels);
        }
    }

    /**
     * Returns deviations of directions: none along the first, which the mean has, then variances 1 / k that sum to 1.
     */
    private double[] decayingDeviations() {
        double sum = 0;
        for (int k = 1; k < dimension; k++) {
            sum += 1.0 / k;
        }
        double[] deviation = new double[dimension];
        for (int k = 1; k < dimension; k++) {
            deviation[k] = Math.sqrt(1.0 / k / sum);
        }
        return deviation;
    }

    /** Reflects the first axis, where the mean lies, onto (1, ..., 1) / sqrt(d), so that no coordinate is special. */
    private void reflect(double[] x) {
        double share = 1 / Math.sqrt(dimension);
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        // v = e0 - u and |v|^2 = 2 - 2 share; x - 2 v <v, x> / |v|^2
        double factor = (x[0] - share * sum) / (1 - share);
        for (int k = 0; k < dimension; k++) {
            x[k] += factor * share;
        }
        x[0] -= factor;
    }

    private void writeGradients(Path directory) {
        Noise noise = new Noise(seed);
        double[][] centres = new double[classes][dimension];
        for (double[] centre : centres) {
            for (int k = 0; k < dimension; k++) {
                centre[k] = noise.next();
            }
        }
        float[] gradient = new float[classes];
        float[] embedding = new float[dimension];
        long[] labels = new long[count];
        try (NpyWriter gradients = new NpyWriter(directory.resolve("logit_gradients.npy"), count, classes);
                NpyWriter embeddings = new NpyWriter(directory.resolve("embeddings.npy"), count, dimension)) {
            for (int i = 0; i < count; i++) {
                int label = noise.nextInt(classes);
                logitGradient(label, noise, gradient);
                for (int k = 0; k < dimension; k++) {
                    embedding[k] = (float) Math.max(0, centres[label][k] + noise.next());
                }
                gradients.append(gradient);
                embeddings.append(embedding);
                labels[i] = label;
            }
        }
        Npy.write(directory.resolve("labels.npy"), labels);
    }

    private void logitGradient(int label, Noise noise, float[] gradient) {
        double[] share = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            // StrictMath: the same bits on every machine.
            share[c] = StrictMath.exp(2 * noise.next() + (c == label ? 4 : 0));
            sum += share[c];
        }
        for (int c = 0; c < classes; c++) {
            gradient[c] = (float) (share[c] / sum - (c == label ? 1 : 0));
        }
    }

    private static void unit(double[] x, float[] row) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double scale = 1 / Math.sqrt(squares);
        for (int k = 0; k < x.length; k++) {
            row[k] = (float) (x[k] * scale);
        }
    }
}
