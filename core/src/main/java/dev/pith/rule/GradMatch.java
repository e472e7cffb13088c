package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import java.util.Arrays;

/**
 * GradMatch (Killamsetty et al., ICML 2021, arXiv 2103.00123), class by class: orthogonal matching pursuit of the mean
 * gradient of the last layer, t. Each step picks the sample whose gradient has the largest inner product with what is
 * left of t, and fits all picks anew: {@code x = (G + lambda I)^-1 A t}, A the gradients of the picks, G their inner
 * products, lambda = 1 from the second pick on, as published in DeepCore; what is left is {@code t - A^T x}. Gradients
 * stay factors.
 *
 * <p>The weights are the minimum over {@code w >= 0} of {@code |A^T w - t|^2 + lambda |w|^2}, the objective of the
 * paper, times the number of samples: each says for how many a pick stands. (The published code fits the normal
 * equations of that by least squares, and leaves out picks of weight 0. Here they stay, so that the budget is met; a
 * training takes nothing from them.) One pick stands for all. Where t is 0 all picks weigh alike.
 *
 * <p>A gain is the inner product. Picks are nested, weights are of the budget.
 */
public record GradMatch() implements Rule {
    private static final double LAMBDA = 1;

    @Override
    public Ranking rank(RankingTask task) {
        Features gradients = task.evidence().factors();
        int budget = task.budget();
        task.memory()
                .requireOnHeap(
                        "matching gradients with " + budget + " picks",
                        16L * budget * budget,
                        "rank class by class (`stratify`), or rank fewer");
        int[] ids = new int[budget];
        double[] gains = new double[budget];
        if (budget == 0) {
            return new Ranking(ids, gains, new double[0]);
        }
        int[] all = task.all();
        double[] target = new FeaturePool(gradients, Similarity.DOT, all, task.threads())
                .moments()
                .vector()
                .clone();
        Arrays.setAll(target, j -> target[j] / all.length);
        LargestDot candidates = new LargestDot(gradients, task.ids());
        RegularizedFit fit = new RegularizedFit(budget, LAMBDA);
        double[] residual = target.clone();
        for (int k = 0; k < budget; k++) {
            ids[k] = candidates.take(residual);
            gains[k] = candidates.value();
            double[] products = new double[k + 1];
            for (int j = 0; j <= k; j++) {
                products[j] = gradients.dot(ids[k], ids[j]);
            }
            fit.add(products, gradients.dot(ids[k], target));
            double[] x = k > 0 ? fit.solution() : new double[] {products[0] > 0 ? gains[0] / products[0] : 0};
            System.arraycopy(target, 0, residual, 0, residual.length);
            for (int j = 0; j <= k; j++) {
                gradients.add(ids[j], -x[j], residual);
            }
            task.progress().onStep(k + 1, budget);
        }
        return new Ranking(ids, gains, weights(fit, budget, all.length));
    }

    private static double[] weights(RegularizedFit fit, int budget, int samples) {
        double[] weights = budget == 1 ? new double[] {1} : fit.nonNegativeSolution();
        boolean alike = Arrays.stream(weights).allMatch(w -> w == 0);
        Arrays.setAll(weights, k -> alike ? samples / (double) budget : samples * weights[k]);
        return weights;
    }
}
