package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Similarity;
import dev.pith.objective.NeighborGraph;
import dev.pith.objective.PairwiseSimilarity;
import java.util.Arrays;

/**
 * Contrastive active learning (CAL; Margatina et al., EMNLP 2021, arXiv 2109.03764): samples that a network sees
 * differently from what lies next to them. Neighbours are the 10 nearest embeddings of the class by Euclidean distance
 * (ties: the lowest id), the sample itself aside; of classes beyond 100,000 as {@link NeighborGraph} finds them.
 *
 * <ul>
 *   <li>As the paper has it: the mean of {@code KL(p(neighbour) || p(sample))}, the largest first.
 *   <li>As DeepCore published it: the mean of
 *       {@code (KL(p(sample) || p(neighbour)) + KL(p(neighbour) || p(sample))) / 2}, the <em>smallest</em> first, so
 *       that it picks what is like its neighbours. (There the embeddings are of another network, trained on ImageNet.)
 * </ul>
 *
 * <p>Probabilities below 1e-12 count as that, since a divergence is infinite at 0. A gain is the mean divergence. A
 * smaller budget gives a prefix.
 *
 * @param asPublished whether the second is meant
 */
public record Cal(boolean asPublished) implements Rule {
    private static final int NEIGHBORS = 10;
    private static final double LEAST = 1e-12;

    @Override
    public Ranking rank(RankingTask task) {
        Evidence evidence = task.evidence();
        int[] all = task.all();
        double[][] logs = new double[all.length][];
        for (int k = 0; k < all.length; k++) {
            logs[k] = Arrays.stream(Probabilities.of(evidence, all[k]))
                    .map(p -> StrictMath.log(Math.max(LEAST, p)))
                    .toArray();
        }
        if (all.length == 0) {
            return new Ranking(new int[0], new double[0]);
        }
        PairwiseSimilarity distances = PairwiseSimilarity.of(evidence.factors().embeddings(), Similarity.SQEUCLID, all);
        NeighborGraph graph = new NeighborGraph(distances, NEIGHBORS + 1, task.memory(), task.threads());
        double[] sums = new double[all.length];
        int[] counts = new int[all.length];
        for (int neighbor = 0; neighbor < all.length; neighbor++) {
            for (int sample : graph.rows(neighbor)) {
                if (sample != neighbor) {
                    double towards = divergence(logs[neighbor], logs[sample]);
                    sums[sample] += asPublished ? (towards + divergence(logs[sample], logs[neighbor])) / 2 : towards;
                    counts[sample]++;
                }
            }
        }
        double[] keys = new double[task.ids().length];
        for (int k = 0; k < keys.length; k++) {
            int sample = Arrays.binarySearch(all, task.ids()[k]);
            double mean = counts[sample] == 0 ? 0 : sums[sample] / counts[sample];
            keys[k] = asPublished ? mean : -mean;
        }
        return task.smallest(keys, key -> asPublished ? key : 0 - key);
    }

    /** Returns KL(p || q), of logarithms. */
    private static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += StrictMath.exp(p[k]) * (p[k] - q[k]);
        }
        return sum;
    }
}
