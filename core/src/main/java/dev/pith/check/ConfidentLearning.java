package dev.pith.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds labels that are probably wrong, by confident learning (Northcutt, Jiang and Chuang, "Confident Learning:
 * Estimating Uncertainty in Dataset Labels", JAIR 70, 2021).
 *
 * <p>A sample counts as one of class j with confidence when its probability of j is at least the mean of those of all
 * samples that are labelled j (equation 2); among several such classes the likeliest counts. The counts C[i][j] of
 * samples labelled i that count as j, each row scaled to the number of samples labelled i, and all of them to n, say
 * how many labels i should be j (equation 3). That many samples labelled i, those with the largest
 * {@code p[j] - p[i]}, are found for each pair (i, j): "prune by noise rate". What is found is put in order by the
 * probability of its own label, the lowest first: "self confidence" tells planted labels better than that difference.
 *
 * <p>Unlike the published program, a sample is found for the class that is the likeliest for it alone, and never where
 * its own label is as likely.
 */
public final class ConfidentLearning {
    private ConfidentLearning() {}

    /**
     * A label that is probably wrong.
     *
     * @param id of the sample
     * @param label the label it has
     * @param likelier the class that it rather belongs to
     * @param own probability of its label
     * @param other probability of the likelier class, above {@code own}
     */
    public record Suspect(int id, int label, int likelier, double own, double other) {
        /** Returns by how much the other class is likelier, in (0, 1]. */
        public double margin() {
            return other - own;
        }
    }

    /**
     * Finds wrong labels.
     *
     * @param probabilities of each sample, {@code float[n][classes]}, from networks that have not learned from it; null
     *     for a sample that cannot be told
     * @param labels from 0 to classes - 1
     * @return those whose own label is the least likely first; of equal ones the lowest id
     */
    public static List<Suspect> suspects(float[][] probabilities, int[] labels, int classes) {
        double[] thresholds = thresholds(probabilities, labels, classes);
        double[][] joint = joint(probabilities, labels, thresholds);
        List<Suspect> suspects = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                if (i != j) {
                    suspects.addAll(ofPair(probabilities, labels, i, j, (int) Math.round(joint[i][j])));
                }
            }
        }
        suspects.sort(Comparator.comparingDouble(Suspect::own).thenComparingInt(Suspect::id));
        return suspects;
    }

    private static List<Suspect> ofPair(float[][] probabilities, int[] labels, int i, int j, int count) {
        List<Suspect> candidates = new ArrayList<>();
        for (int id = 0; id < labels.length; id++) {
            float[] p = probabilities[id];
            if (p != null && labels[id] == i && likeliest(p) == j && p[j] > p[i]) {
                candidates.add(new Suspect(id, i, j, p[i], p[j]));
            }
        }
        candidates.sort(Comparator.comparingDouble(Suspect::margin).reversed().thenComparingInt(Suspect::id));
        return candidates.subList(0, Math.min(count, candidates.size()));
    }

    /** Returns the class with the largest probability; of equal ones the first. */
    public static int likeliest(float[] p) {
        int best = 0;
        for (int j = 1; j < p.length; j++) {
            best = p[j] > p[best] ? j : best;
        }
        return best;
    }

    /**
     * Returns the mean probability of each class over the samples of its label; above 1 for a class without samples.
     */
    static double[] thresholds(float[][] probabilities, int[] labels, int classes) {
        double[] sums = new double[classes];
        int[] counts = new int[classes];
        for (int id = 0; id < labels.length; id++) {
            if (probabilities[id] != null) {
                sums[labels[id]] += probabilities[id][labels[id]];
                counts[labels[id]]++;
            }
        }
        for (int j = 0; j < classes; j++) {
            sums[j] = counts[j] == 0 ? Double.POSITIVE_INFINITY : sums[j] / counts[j];
        }
        return sums;
    }

    /** Returns how many samples are labelled i and belong to j, {@code double[classes][classes]}, n in all. */
    static double[][] joint(float[][] probabilities, int[] labels, double[] thresholds) {
        int classes = thresholds.length;
        double[][] counts = new double[classes][classes];
        double[] labelled = new double[classes];
        for (int id = 0; id < labels.length; id++) {
            float[] p = probabilities[id];
            if (p == null) {
                continue;
            }
            labelled[labels[id]]++;
            int confident = -1;
            for (int j = 0; j < classes; j++) {
                if (p[j] >= thresholds[j] && (confident < 0 || p[j] > p[confident])) {
                    confident = j;
                }
            }
            if (confident >= 0) {
                counts[labels[id]][confident]++;
            }
        }
        for (int i = 0; i < classes; i++) {
            double sum = Arrays.stream(counts[i]).sum();
            for (int j = 0; j < classes; j++) {
                counts[i][j] = sum == 0 ? (i == j ? labelled[i] : 0) : counts[i][j] / sum * labelled[i];
            }
        }
        return counts;
    }
}
