package dev.pith.score;

import dev.pith.PithException;
import dev.pith.prune.ForgettingEvents;
import java.util.EnumMap;
import java.util.Map;

/**
 * Collects what a training shows of each sample, look by look, and makes scores of it. All is computed in double. Kept
 * are two floats of each sample and look, {@code 1 - p_k(y)} and {@code |p_k - onehot(y)|}, and sums and counters of
 * each sample: {@code 8 K + 62} bytes a sample, whatever the number of classes.
 *
 * <p>Published windows are of trainings of 90 to 200 epochs with a look each. Here the training is short, so they
 * follow from the number of looks K. Deviations are divided by J - 1, as in the papers.
 *
 * <ul>
 *   <li>DUAL (Cho et al. 2025, arXiv 2502.06905) looks at the first T = 30 of 200 epochs in windows of J = 10: here
 *       T = K, a training that ends early itself, and {@code J = max(2, K / 3)}. All K - J + 1 windows count, as
 *       in the paper.
 *   <li>Dyn-Unc (He et al. 2024, arXiv 2306.05175) has windows of 10: here J as above. Its sum leaves out the last
 *       window; here it counts, as in the code that was published with DUAL.
 *   <li>CAD has windows of {@code J = max(2, K - 2)} looks that begin at the looks 0 and 1 (at 0 alone where K is below
 *       4). So the last look does not count, as published.
 *   <li>AUM is of probabilities, as in CCS (Zheng et al. 2023, arXiv 2210.15809), not of logits as in Pleiss et
 *       al. 2020. The code published with DUAL forgets the sum at every epoch, so that only the last margin counts;
 *       here all do.
 *   <li>EL2N and GraNd are published as means over networks early in training; here they are means over the
 *       looks of one.
 * </ul>
 *
 * <p>Threads may add different samples at the same time. Scores do not depend on their order.
 */
public final class TrainingDynamics {
    /** How many windows of {@link Score#CAD} are averaged, W. */
    private static final int LAST_WINDOWS = 2;

    private final int[] labels;
    private final int classes;
    private final int looks;
    /** {@code 1 - p_k(y)} by look and id: near 1 a float would not tell probabilities apart. */
    private final float[][] doubt;
    /** {@code |p_k - onehot(y)|} likewise. */
    private final float[][] distance;

    private final short[] looked;
    private final ForgettingEvents forgetting;
    private final double[] distances;
    private final double[] gradients;
    private final double[] margins;
    private final double[] probabilities;
    private final double[] margin;
    private final double[] entropy;
    private final double[] leastConfidence;

    /**
     * Begins with samples that nobody has looked at.
     *
     * @param labels of every id, from 0 to {@code classes - 1}; not copied
     * @param classes at least 2: a network that knows one class has no doubt about any sample
     * @param looks how often each sample will be looked at, K, from 2
     */
    public TrainingDynamics(int[] labels, int classes, int looks) {
        if (classes < 2) {
            throw new IllegalArgumentException("scores need two classes at least, got " + classes);
        }
        if (looks < 2 || looks > Short.MAX_VALUE) {
            throw new IllegalArgumentException("looks must be from 2 to " + Short.MAX_VALUE + ", got " + looks);
        }
        int n = labels.length;
        this.labels = labels;
        this.classes = classes;
        this.looks = looks;
        doubt = new float[looks][n];
        distance = new float[looks][n];
        looked = new short[n];
        forgetting = new ForgettingEvents(n);
        distances = new double[n];
        gradients = new double[n];
        margins = new double[n];
        probabilities = new double[n];
        margin = new double[n];
        entropy = new double[n];
        leastConfidence = new double[n];
    }

    /** Returns how many bytes this takes for n samples. */
    public static long bytes(int n, int looks) {
        return n * (8L * looks + 62);
    }

    /**
     * Adds what the network says of some samples at a look. A sample that was looked at once is there at all K looks,
     * in their order.
     *
     * @param look from 0 to K - 1
     * @param logits {@code float[ids.length * classes]}, row by row
     * @param embeddings {@code float[ids.length * e]}, the inputs of the last layer, row by row
     * @throws PithException naming a sample whose logits or embedding are not finite
     */
    public void add(int look, int[] ids, float[] logits, float[] embeddings) {
        double[] p = new double[classes];
        boolean[] right = new boolean[ids.length];
        int length = embeddings.length / ids.length;
        for (int i = 0; i < ids.length; i++) {
            double squaredNorm = 0;
            for (int k = i * length; k < (i + 1) * length; k++) {
                squaredNorm += (double) embeddings[k] * embeddings[k];
            }
            right[i] = add(look, ids[i], logits, i * classes, squaredNorm, p);
        }
        forgetting.update(ids, 0, ids.length, right);
    }

    /**
     * Adds one sample, whose logits begin at {@code logits[at]}, and returns whether it is named rightly.
     *
     * @param p room for its probabilities
     */
    private boolean add(int look, int id, float[] logits, int at, double squaredNorm, double[] p) {
        if (looked[id] != look) {
            throw new IllegalStateException("sample " + id + " was looked at " + looked[id] + " times, not " + look);
        }
        int label = labels[id];
        int first = softmax(look, id, logits, at, p);
        double others = 0;
        double squares = 0;
        double largestOther = 0;
        double second = 0;
        double nats = 0;
        for (int k = 0; k < classes; k++) {
            nats -= p[k] == 0 ? 0 : p[k] * Math.log(p[k]);
            second = k == first ? second : Math.max(second, p[k]);
            if (k != label) {
                others += p[k];
                squares += p[k] * p[k];
                largestOther = Math.max(largestOther, p[k]);
            }
        }
        double error =
                Math.sqrt(squares + others * others); // 1 - p(y) is what the others have: exact where p(y) is near 1
        double gradient = error * Math.sqrt(1 + squaredNorm);
        if (!Double.isFinite(gradient)) {
            throw notFinite(look, id, squaredNorm);
        }
        doubt[look][id] = (float) others;
        distance[look][id] = (float) error;
        looked[id]++;
        distances[id] += error;
        gradients[id] += gradient;
        margins[id] += p[label] - largestOther;
        probabilities[id] += p[label];
        margin[id] = 1 - (p[first] - second);
        entropy[id] = nats;
        leastConfidence[id] = 1 - p[first];
        return first == label;
    }

    /** Writes probabilities and returns the class of the largest logit, of equal ones the first. */
    private int softmax(int look, int id, float[] logits, int at, double[] p) {
        int first = 0;
        for (int k = 0; k < classes; k++) {
            if (!Float.isFinite(logits[at + k])) {
                throw notFinite(look, id, logits[at + k]);
            }
            first = logits[at + k] > logits[at + first] ? k : first;
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            p[k] = Math.exp((double) logits[at + k] - logits[at + first]);
            sum += p[k];
        }
        for (int k = 0; k < classes; k++) {
            p[k] /= sum;
        }
        return first;
    }

    private PithException notFinite(int look, int id, double value) {
        return new PithException("the network says " + value + " of sample " + id + " at look " + (look + 1) + " of "
                + looks + ", and scores need numbers: check its image, or give another `seed` or `net`");
    }

    /**
     * Returns all scores; NaN for samples that were never looked at.
     *
     * @throws IllegalStateException when a sample was looked at, but not K times
     */
    public ScoreTable scores() {
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, new double[labels.length]);
        }
        float[] events = forgetting.scores();
        int window = window(looks);
        int last = Math.max(2, looks - LAST_WINDOWS);
        int end = Math.max(1, looks - last); // after the first look of the last window of CAD
        for (int id = 0; id < labels.length; id++) {
            boolean never = looked[id] == 0;
            if (!never && looked[id] != looks) {
                throw new IllegalStateException(
                        "sample " + id + " was looked at " + looked[id] + " times, others " + looks);
            }
            for (Map.Entry<Score, double[]> score : scores.entrySet()) {
                score.getValue()[id] = never
                        ? Double.NaN
                        : switch (score.getKey()) {
                            case EL2N -> distances[id] / looks;
                            case GRAND -> gradients[id] / looks;
                            case FORGETTING -> Float.isInfinite(events[id]) ? looks : events[id];
                            case AUM -> margins[id] / looks;
                            case DUAL -> windows(doubt, id, window, 0, looks - window + 1, true);
                            case DYN_UNC -> windows(doubt, id, window, 0, looks - window + 1, false);
                            case CAD -> windows(distance, id, last, Math.max(0, end - LAST_WINDOWS), end, false);
                            case MARGIN -> margin[id];
                            case ENTROPY -> entropy[id];
                            case LEAST_CONFIDENCE -> leastConfidence[id];
                            case MEAN_PROBABILITY -> probabilities[id] / looks;
                        };
            }
        }
        return new ScoreTable(scores);
    }

    /** Returns the length J of the windows of DUAL and Dyn-Unc for K looks. */
    static int window(int looks) {
        return Math.max(2, looks / 3);
    }

    /**
     * Returns the standard deviation of a sample's values in windows of {@code length} looks, the mean over the windows
     * that begin at {@code from} to {@code to - 1}.
     *
     * @param weighted by the mean of the window, which of doubts is one minus the mean probability
     */
    private static double windows(float[][] values, int id, int length, int from, int to, boolean weighted) {
        double sum = 0;
        for (int begin = from; begin < to; begin++) {
            double mean = 0;
            for (int k = begin; k < begin + length; k++) {
                mean += values[k][id];
            }
            mean /= length;
            double squares = 0;
            for (int k = begin; k < begin + length; k++) {
                double difference = values[k][id] - mean;
                squares += difference * difference;
            }
            sum += Math.sqrt(squares / (length - 1)) * (weighted ? mean : 1);
        }
        return sum / (to - from);
    }
}
