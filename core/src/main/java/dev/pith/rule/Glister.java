package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.random.Priority;
import java.util.Arrays;

/**
 * GLISTER (Killamsetty et al., AAAI 2021, arXiv 2012.10630), class by class: greedily the sample whose gradient of the
 * last layer has the largest inner product with the mean gradient of held-out samples. After each pick the last layer
 * takes a step, eta = 0.1, along the mean gradient of the picks, and the held-out samples' gradient is taken anew:
 * their logits, the logarithms of their probabilities, change by {@code -eta (bias + W e)}, and their embeddings stay.
 * That is the first-order form of DeepCore. (Its code hands the update over under a wrong name, so that it never runs,
 * and what was published ranks by the first inner product.)
 *
 * <p>Held out is a tenth of the class by seed and id, fewer when the budget needs them; where it needs all, every
 * sample is held out and may be picked. A gain is the inner product.
 *
 * @param seed of what is held out
 */
public record Glister(long seed) implements Rule {
    private static final int HELD_OUT_PART = 10;
    private static final double ETA = 0.1;

    /** Keeps what is held out apart from other draws by the same seed. */
    private static final long SALT = 0x676c6973746572L;

    @Override
    public Ranking rank(RankingTask task) {
        GradientFactors gradients = task.evidence().factors();
        int[] ids = task.ids();
        int held = Math.min((ids.length + HELD_OUT_PART - 1) / HELD_OUT_PART, ids.length - task.budget());
        int[] shuffled = Priority.shuffled(ids, seed ^ SALT);
        int[] validation = held == 0 ? ids.clone() : Arrays.copyOf(shuffled, held);
        Arrays.sort(validation);
        int[] candidates = Arrays.copyOfRange(shuffled, held, ids.length);
        Arrays.sort(candidates);
        HeldOut heldOut = new HeldOut(task.evidence(), validation);
        LargestDot best = new LargestDot(gradients, candidates);
        int[] picked = new int[task.budget()];
        double[] gains = new double[task.budget()];
        double[] sum = new double[gradients.dimension()];
        double[] step = new double[sum.length];
        for (int k = 0; k < picked.length; k++) {
            double scale = k == 0 ? 0 : -ETA / k;
            Arrays.setAll(step, j -> scale * sum[j]);
            picked[k] = best.take(heldOut.gradientAfter(step));
            gains[k] = best.value();
            gradients.add(picked[k], 1, sum);
            task.progress().onStep(k + 1, picked.length);
        }
        return new Ranking(picked, gains);
    }

    /** The held-out samples: their embeddings, logits and labels. */
    private static final class HeldOut {
        private final Features embeddings;
        private final Evidence evidence;
        private final int[] ids;
        private final double[][] logits;

        HeldOut(Evidence evidence, int[] ids) {
            this.embeddings = evidence.factors().embeddings();
            this.evidence = evidence;
            this.ids = ids;
            this.logits = new double[ids.length][];
            for (int v = 0; v < ids.length; v++) {
                logits[v] = Probabilities.of(evidence, ids[v]);
                for (int c = 0; c < logits[v].length; c++) {
                    logits[v][c] = StrictMath.log(logits[v][c]); // minus infinity stays that whatever the step
                }
            }
        }

        /**
         * Returns the mean gradient when the last layer is moved.
         *
         * @param step what is added to the last layer, in the order of {@link GradientFactors}: for each class the
         *     bias, then the weights
         */
        double[] gradientAfter(double[] step) {
            int width = embeddings.dimension();
            int classes = step.length / (width + 1);
            double[][] b = new double[classes][ids.length];
            double[] block = new double[width];
            for (int c = 0; c < classes; c++) {
                System.arraycopy(step, c * (width + 1) + 1, block, 0, width);
                for (int v = 0; v < ids.length; v++) {
                    b[c][v] = logits[v][c] + (step[c * (width + 1)] + embeddings.dot(ids[v], block));
                }
            }
            for (int v = 0; v < ids.length; v++) {
                toGradient(b, v);
            }
            double[] mean = new double[step.length];
            for (int c = 0; c < classes; c++) {
                Arrays.fill(block, 0);
                double bias = 0;
                for (int v = 0; v < ids.length; v++) {
                    double part = b[c][v] / ids.length;
                    bias += part;
                    embeddings.add(ids[v], part, block);
                }
                mean[c * (width + 1)] = bias;
                System.arraycopy(block, 0, mean, c * (width + 1) + 1, width);
            }
            return mean;
        }

        /** Turns the logits of a sample into {@code softmax - onehot}. */
        private void toGradient(double[][] b, int v) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double[] ofClass : b) {
                largest = Math.max(largest, ofClass[v]);
            }
            double sum = 0;
            for (double[] ofClass : b) {
                ofClass[v] = StrictMath.exp(ofClass[v] - largest);
                sum += ofClass[v];
            }
            for (double[] ofClass : b) {
                ofClass[v] /= sum;
            }
            b[(int) evidence.label(ids[v])][v] -= 1;
        }
    }
}
