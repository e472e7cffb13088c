package dev.pith.quantize;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.quantize.RecursiveBinning.BinPicker;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Recursive binning in two levels: random parts of every class are binned for themselves, and a bin is the union of
 * theirs. It is not what binning the classes whole gives; {@link #offBy} says by how much gains differ.
 */
public final class ShardedBinning {
    private final Classes classes;

    /** The parts of each class: {@code parts[c][p]} are ids. */
    private final int[][][] parts;

    /**
     * Splits classes.
     *
     * @param seed of the draw
     */
    public ShardedBinning(Classes classes, Shards shards, long seed) {
        this.classes = classes;
        this.parts =
                Arrays.stream(classes.ids()).map(ids -> shards.split(ids, seed)).toArray(int[][][]::new);
    }

    /**
     * Bins all parts. In a bin of a class the picks of its parts take turns; gains are those inside a part.
     *
     * @param pickers makes what picks the bins of one part, from its ids and the threads it may use
     */
    public Binning bin(int bins, BiFunction<int[], Threads, BinPicker> pickers, Threads threads, Progress progress) {
        int[][] ids = Arrays.stream(parts).flatMap(Arrays::stream).toArray(int[][]::new);
        Classes all = new Classes(IntStream.range(0, ids.length).asLongStream().toArray(), ids);
        Ranking[][] picks =
                RecursiveBinning.picks(all, BinSizes.balanced(all.sizes(), bins), pickers, threads, progress);
        Ranking[][] joined = new Ranking[classes.count()][bins];
        for (int c = 0, first = 0; c < joined.length; first += parts[c].length, c++) {
            Ranking[][] ofClass = Arrays.copyOfRange(picks, first, first + parts[c].length);
            Arrays.setAll(joined[c], k -> inTurns(ofClass, k));
        }
        return Binning.joined(joined, bins);
    }

    private static Ranking inTurns(Ranking[][] ofParts, int bin) {
        int size = Arrays.stream(ofParts).mapToInt(bins -> bins[bin].size()).sum();
        Ranking joined = new Ranking(new int[size], new double[size]);
        for (int at = 0, rank = 0; at < size; rank++) {
            for (Ranking[] bins : ofParts) {
                if (rank < bins[bin].size()) {
                    joined.ids()[at] = bins[bin].ids()[rank];
                    joined.gains()[at++] = bins[bin].gains()[rank];
                }
            }
        }
        return joined;
    }

    /**
     * Returns by how much GraphCut's gain inside a part, times the number of parts, differs at most from the gain in
     * the whole class once the first bin is full, as a share of the distance between the largest and the smallest gain
     * of the class then. It is computed of every sample. From 1 on, shards order samples by chance.
     */
    public double offBy(Features features, Binning binning, Similarity similarity, double lambda, Threads threads) {
        int[] binOf = binning.binOf(features.size());
        double off = 0;
        for (int c = 0; c < parts.length; c++) {
            off = Math.max(off, offBy(features, binOf, similarity, lambda, threads, c));
        }
        return off;
    }

    private double offBy(Features features, int[] binOf, Similarity similarity, double lambda, Threads threads, int c) {
        int[][] ofClass = parts[c];
        Moments[] own = new Moments[ofClass.length];
        Moments[] ownPicked = new Moments[ofClass.length];
        threads.forEach(ofClass.length, p -> {
            own[p] = new Moments(features.dimension());
            ownPicked[p] = new Moments(features.dimension());
            for (int id : ofClass[p]) {
                own[p].add(features, similarity, id);
                if (binOf[id] == 0) {
                    ownPicked[p].add(features, similarity, id);
                }
            }
        });
        Moments all = new Moments(features.dimension());
        Moments picked = new Moments(features.dimension());
        for (int p = 0; p < ofClass.length; p++) {
            all.add(own[p]);
            picked.add(ownPicked[p]);
        }
        double[] least = new double[ofClass.length];
        double[] most = new double[ofClass.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        double[] apart = new double[ofClass.length];
        threads.forEach(ofClass.length, p -> {
            double times = all.count() / own[p].count();
            double timesPicked = ownPicked[p].count() == 0 ? 0 : picked.count() / ownPicked[p].count();
            for (int id : ofClass[p]) {
                double among = lambda * all.similarityTo(features, similarity, id)
                        - 2 * picked.similarityTo(features, similarity, id);
                double inside = lambda * times * own[p].similarityTo(features, similarity, id)
                        - 2 * timesPicked * ownPicked[p].similarityTo(features, similarity, id);
                least[p] = Math.min(least[p], among);
                most[p] = Math.max(most[p], among);
                apart[p] = Math.max(apart[p], Math.abs(inside - among));
            }
        });
        double range =
                Arrays.stream(most).max().orElse(0) - Arrays.stream(least).min().orElse(0);
        return range == 0 ? 0 : Arrays.stream(apart).max().orElse(0) / range;
    }
}
