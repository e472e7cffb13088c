package dev.pith.quantize;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/**
 * Bins of graded diversity by exchange: a cheap alternative to the recursion.
 *
 * <p>With D_k the sum of squared distances of bin k to its own mean, random equal bins are improved by seeded swaps,
 * accepted only when they raise {@code sum over k of (k - (N - 1) / 2) D_k}: the first bin crowds around its mean, the
 * last spreads. Each class is binned for itself. With cosine similarity rows count as unit vectors. A swap costs five
 * inner products; sweeps of n proposals are made until fewer than one in a hundred is accepted,
 * at most {@value #MOST_SWEEPS}.
 */
public final class ExchangeBinning {
    private static final int MOST_SWEEPS = 30;

    private ExchangeBinning() {}

    /**
     * Bins by exchange. Bins are ordered by distance to their mean, and the "gain" of a sample is
     * that squared distance.
     *
     * @param sizes how many samples of class c go to bin k, {@code sizes[c][k]}
     */
    public static Binning of(
            Features features, Classes classes, int[][] sizes, Similarity similarity, long seed, Progress progress) {
        int bins = sizes[0].length;
        Ranking[][] picks = new Ranking[classes.count()][];
        SplittableRandom random = new SplittableRandom(seed);
        Tally tally = new Tally(progress, classes.total());
        for (int c = 0; c < picks.length; c++) {
            int[] ids = Priority.shuffled(classes.ids()[c], seed);
            Exchange exchange = new Exchange(features, similarity, ids, sizes[c]);
            exchange.improve(random.split());
            picks[c] = exchange.bins(bins);
            tally.start();
            tally.finish(ids.length);
        }
        return Binning.joined(picks, bins);
    }

    /** The bins of one class. */
    private static final class Exchange {
        private final Features features;
        private final Similarity similarity;
        private final int[] ids;
        private final int[] binOf;
        private final int[] starts;
        private final Moments[] sums;
        private final double[] squaredNormOfSum;

        Exchange(Features features, Similarity similarity, int[] ids, int[] sizes) {
            this.features = features;
            this.similarity = similarity;
            this.ids = ids;
            this.binOf = new int[ids.length];
            this.starts = new int[sizes.length + 1];
            this.sums = new Moments[sizes.length];
            this.squaredNormOfSum = new double[sizes.length];
            for (int k = 0; k < sizes.length; k++) {
                starts[k + 1] = starts[k] + sizes[k];
                sums[k] = new Moments(features.dimension());
                for (int p = starts[k]; p < starts[k + 1]; p++) {
                    binOf[p] = k;
                    sums[k].add(features, similarity, ids[p]);
                }
                for (double value : sums[k].vector()) {
                    squaredNormOfSum[k] += value * value;
                }
            }
        }

        void improve(SplittableRandom random) {
            int binned = starts[starts.length - 1];
            if (binned < 2) {
                return;
            }
            for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
                int accepted = 0;
                for (int proposal = 0; proposal < binned; proposal++) {
                    int p = random.nextInt(binned);
                    int q = random.nextInt(binned);
                    if (binOf[p] != binOf[q] && swapIfBetter(p, q)) {
                        accepted++;
                    }
                }
                if (accepted * 100L < binned) {
                    return;
                }
            }
        }

        private boolean swapIfBetter(int p, int q) {
            int a = binOf[p];
            int b = binOf[q];
            double weightP = similarity.weight(features.squaredNorm(ids[p]));
            double weightQ = similarity.weight(features.squaredNorm(ids[q]));
            double normP = weightP * weightP * features.squaredNorm(ids[p]);
            double normQ = weightQ * weightQ * features.squaredNorm(ids[q]);
            double distance = normP + normQ - 2 * weightP * weightQ * features.dot(ids[p], ids[q]);
            double nextA = squaredNormOfSum[a] + distance + 2 * alongChange(sums[a], p, q, weightP, weightQ);
            double nextB = squaredNormOfSum[b] + distance + 2 * alongChange(sums[b], q, p, weightQ, weightP);
            double changeA = (normQ - normP) - (nextA - squaredNormOfSum[a]) / (starts[a + 1] - starts[a]);
            double changeB = (normP - normQ) - (nextB - squaredNormOfSum[b]) / (starts[b + 1] - starts[b]);
            double middle = (starts.length - 2) / 2.0;
            if ((a - middle) * changeA + (b - middle) * changeB <= 0) {
                return false;
            }
            features.add(ids[p], -weightP, sums[a].vector());
            features.add(ids[q], weightQ, sums[a].vector());
            features.add(ids[q], -weightQ, sums[b].vector());
            features.add(ids[p], weightP, sums[b].vector());
            squaredNormOfSum[a] = nextA;
            squaredNormOfSum[b] = nextB;
            int id = ids[p];
            ids[p] = ids[q];
            ids[q] = id;
            return true;
        }

        /** Returns {@code <sum, incoming - outgoing>}. */
        private double alongChange(Moments sum, int outgoing, int incoming, double weightOut, double weightIn) {
            return weightIn * features.dot(ids[incoming], sum.vector())
                    - weightOut * features.dot(ids[outgoing], sum.vector());
        }

        Ranking[] bins(int count) {
            Ranking[] bins = new Ranking[count];
            double[] distance = new double[features.size()];
            for (int k = 0; k < count; k++) {
                int size = starts[k + 1] - starts[k];
                for (int p = starts[k]; p < starts[k + 1]; p++) {
                    double weight = similarity.weight(features.squaredNorm(ids[p]));
                    distance[ids[p]] = weight * weight * features.squaredNorm(ids[p])
                            - 2 * weight * features.dot(ids[p], sums[k].vector()) / size
                            + squaredNormOfSum[k] / size / size;
                }
                int[] ordered = Arrays.stream(ids, starts[k], starts[k + 1])
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer id) -> distance[id])
                                .thenComparing(Comparator.naturalOrder()))
                        .mapToInt(Integer::intValue)
                        .toArray();
                bins[k] = new Ranking(
                        ordered,
                        Arrays.stream(ordered).mapToDouble(id -> distance[id]).toArray());
            }
            return bins;
        }
    }
}
