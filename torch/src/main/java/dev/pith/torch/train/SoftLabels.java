package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import java.nio.file.Path;

/**
 * What another network, the teacher, says of the samples of a source, to be learned in place of their labels (Hinton et
 * al. 2015): the loss of a sample is {@code T^2 KL(softmax(teacher / T) || softmax(student / T))}, T the temperature.
 * The factor keeps gradients from vanishing as T grows.
 *
 * @param logits of the teacher, {@code [n, C]}, row i of the sample with id i
 * @param temperature positive; the larger, the more the order of the wrong classes counts
 */
public record SoftLabels(FloatMatrix logits, double temperature) {
    /**
     * The temperature unless told otherwise. By the logits the gradient is {@code T (q - p)}, up to T times that of
     * labels: at 4, usual for distillation, LeNet lost its way at a learning rate that it learns labels at.
     */
    public static final String DEFAULT_TEMPERATURE = "2";

    /** Checks the temperature. */
    public SoftLabels {
        requireTemperature(temperature);
    }

    /**
     * Checks a temperature.
     *
     * @throws IllegalArgumentException when it is not a positive number
     */
    public static void requireTemperature(double temperature) {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`temperature` must be a positive number, got " + temperature);
        }
    }

    /**
     * Reads a teacher's logits.
     *
     * @param file {@code [n, C]} of floating-point numbers
     * @param samples n
     * @param classes C
     * @throws PithException when the file has another shape
     */
    public static SoftLabels read(Path file, int samples, int classes, double temperature) {
        FloatMatrix logits = Npy.mapFloats(file);
        if (logits.rows() != samples || logits.columns() != classes) {
            throw new PithException(file + ": holds " + logits.rows() + " x " + logits.columns() + " soft labels, but "
                    + samples + " samples of " + classes + " classes need " + samples + " x " + classes
                    + "; take those of a run on this source");
        }
        return new SoftLabels(logits, temperature);
    }

    /** Returns the number of classes C. */
    public int classes() {
        return logits.columns();
    }

    /**
     * Insists that the teacher has seen some samples.
     *
     * @throws PithException naming the first whose logits are not finite
     */
    void requireSeen(int[] ids) {
        float[] row = new float[classes()];
        for (int id : ids) {
            logits.row(id, row);
            for (float logit : row) {
                if (!Float.isFinite(logit)) {
                    throw new PithException("the soft labels of sample " + id
                            + " are not finite: its teacher has not seen it; leave it out, or make them anew");
                }
            }
        }
    }

    /**
     * Adds {@code scale * softmax(logits / T)} of a sample that the teacher has seen to {@code sum}, C numbers.
     */
    void addProbabilities(int id, double scale, double[] sum) {
        float[] row = new float[classes()];
        logits.row(id, row);
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            largest = Math.max(largest, logit);
        }
        double[] exponentials = new double[row.length];
        double total = 0;
        for (int k = 0; k < row.length; k++) {
            exponentials[k] = Math.exp((row[k] - largest) / temperature);
            total += exponentials[k];
        }
        for (int k = 0; k < row.length; k++) {
            sum[k] += scale * exponentials[k] / total;
        }
    }
}
