package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.random.Priority;
import dev.pith.score.Score;
import java.util.Arrays;

/**
 * DUAL with Beta sampling (Cho et al., ICML 2025, arXiv 2502.06905), class by class: a draw without replacement, each
 * sample with a weight {@code q = DUAL * Beta(p; a, b)}, p the mean probability of its label. With r the share that is
 * left out and mu the mean p of the ten samples with the largest DUAL, {@code b = 15 (1 - mu) (1 - r^c)} and
 * {@code a = 16 - b}: little is left out where uncertain samples are to be drawn, nearly all where easy ones are.
 *
 * <p>The draw gives each sample the key {@code u^(1 / q)}, u a random number of id and seed, and takes the largest
 * (Efraimidis and Spirakis 2006), which is the same as drawing one after the other. Here the key is
 * {@code log(-log u) - log q}, smallest first, so that no weight underflows. As published p is at most 0.999. The
 * constant of the density does not matter. Samples of weight 0 come last, at random.
 *
 * <p>A gain is {@code log q} up to that constant. For one r a smaller budget would give a prefix; but r follows from
 * the budget.
 *
 * @param c positive; where the centre goes from uncertain to easy: 4 is the authors' for CIFAR, 11 for ImageNet
 * @param seed of the draw
 */
public record DualBeta(double c, long seed) implements Rule {
    private static final double LARGEST_PROBABILITY = 0.999;
    private static final int ANCHORS = 10;

    /** The a + b of all densities. */
    private static final double CONCENTRATION = 16;

    @Override
    public Ranking rank(RankingTask task) {
        int[] ids = task.ids();
        double[] logWeights = logWeights(task);
        double[] keys = new double[ids.length];
        double[] shuffled = new double[ids.length];
        for (int k = 0; k < ids.length; k++) {
            shuffled[k] = logExponential(ids[k], seed);
            keys[k] = shuffled[k] - logWeights[k];
        }
        int[] order = Order.ascending(keys, shuffled);
        int[] picked = new int[task.budget()];
        double[] gains = new double[task.budget()];
        for (int k = 0; k < picked.length; k++) {
            picked[k] = ids[order[k]];
            gains[k] = logWeights[order[k]];
        }
        return new Ranking(picked, gains);
    }

    /** Returns log q of every sample of a task, up to a constant; minus infinity where it is 0. */
    double[] logWeights(RankingTask task) {
        double[] dual = task.evidence().values(Score.DUAL, task.ids());
        double[] probability = task.evidence().values(Score.MEAN_PROBABILITY, task.ids());
        double b = (CONCENTRATION - 1) * (1 - anchor(dual, probability)) * (1 - StrictMath.pow(1 - task.share(), c));
        double a = CONCENTRATION - b;
        double[] logs = new double[dual.length];
        for (int k = 0; k < logs.length; k++) {
            double p = Math.max(0, Math.min(LARGEST_PROBABILITY, probability[k]));
            logs[k] = dual[k] <= 0
                    ? Double.NEGATIVE_INFINITY
                    : StrictMath.log(dual[k]) + times(a - 1, StrictMath.log(p)) + times(b - 1, StrictMath.log(1 - p));
        }
        return logs;
    }

    /** Returns the product, which is 0 when the factor is: p^0 is 1 for p = 0 too. */
    private static double times(double factor, double log) {
        return factor == 0 ? 0 : factor * log;
    }

    private static double anchor(double[] dual, double[] probability) {
        double[] negative = Arrays.stream(dual).map(value -> -value).toArray();
        return Arrays.stream(Order.ascending(negative))
                .limit(ANCHORS)
                .mapToDouble(k -> probability[k])
                .average()
                .orElse(0);
    }

    /**
     * Returns the logarithm of a number that is distributed exponentially, {@code log(-log u)}, u from 2^-54 to 1 -
     * 2^-54.
     */
    static double logExponential(int id, long seed) {
        double u = ((Priority.of(id, seed) >>> 11) + 0.5) * 0x1p-53;
        return StrictMath.log(-StrictMath.log(u));
    }
}
