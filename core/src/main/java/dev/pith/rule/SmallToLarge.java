package dev.pith.rule;

import dev.pith.IntGroups;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.random.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * S2L (Yang et al., NeurIPS 2024, <em>SmallToLarge</em>, algorithm 1): samples whose losses take the same course while
 * a small model learns are alike, so they are put into {@value #CLUSTERS} clusters of alike courses, and every cluster
 * gives as many, drawn at random. From the smallest cluster on, each gives its share of what is still wanted, divided
 * by the number of clusters that are left, or all that it has. Features are the courses; those of other kinds make
 * clusters of what is alike by them.
 *
 * <p>Clusters are found by k-means; the paper does not say how it starts, here it is k-means++. A gain is 0, and picks
 * come cluster by cluster, the smallest first.
 *
 * @param seed of clusters and draws
 */
public record SmallToLarge(long seed) implements Rule {
    private static final int CLUSTERS = 100;

    @Override
    public Ranking rank(RankingTask task) {
        int[] picks = new int[task.budget()];
        if (picks.length == 0) {
            return new Ranking(picks, new double[0]);
        }
        Features rows = task.evidence().embeddings();
        List<int[]> clusters = clusters(task.ids(), KMeans.of(rows, task.ids(), CLUSTERS, seed, task.threads()));
        int count = 0;
        for (int c = 0; c < clusters.size(); c++) {
            int[] cluster = clusters.get(c);
            int share = Math.min(cluster.length, (picks.length - count) / (clusters.size() - c));
            System.arraycopy(Priority.shuffled(cluster, seed), 0, picks, count, share);
            count += share;
        }
        return new Ranking(picks, new double[picks.length]);
    }

    /** Returns the ids of each cluster that has any, the smallest first, equal ones in an order that is drawn. */
    private List<int[]> clusters(int[] ids, int... clusterOf) {
        List<int[]> clusters = new ArrayList<>();
        for (int[] cluster : IntGroups.of(clusterOf, CLUSTERS)) {
            if (cluster.length > 0) {
                clusters.add(Arrays.stream(cluster).map(k -> ids[k]).toArray());
            }
        }
        clusters.sort(Comparator.<int[]>comparingInt(cluster -> cluster.length)
                .thenComparingLong(cluster -> Priority.of(cluster[0], seed)));
        return clusters;
    }
}
