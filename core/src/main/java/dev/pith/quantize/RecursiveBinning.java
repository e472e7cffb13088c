package dev.pith.quantize;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.linear.LinearGain;
import dev.pith.linear.LinearGreedy;
import dev.pith.linear.Pool;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.function.BiFunction;

/**
 * The binning of Dataset Quantization (Zhou et al., ICCV 2023, section 3.2): each bin is the greedy maximum of a
 * submodular gain over what earlier bins left, class by class. Early bins hold what represents the data, later ones
 * what is left of its diversity.
 *
 * <p>The result depends on the features and the sizes alone, not on the number of threads.
 */
public final class RecursiveBinning {
    private RecursiveBinning() {}

    /** Picks the bins of one class, one after the other. */
    @FunctionalInterface
    public interface BinPicker {
        /** Returns the next {@code size} picks among the samples that no call before has returned. */
        Ranking next(int size, Progress progress);
    }

    /**
     * Bins by GraphCut.
     *
     * @param classes the samples, class by class
     * @param sizes how many samples of class c go to bin k, {@code sizes[c][k]}; see {@link BinSizes}
     * @param lambda the weight of the pool against the picks, positive; 1 as published
     */
    public static Binning graphCut(
            Features features,
            Classes classes,
            int[][] sizes,
            Similarity similarity,
            double lambda,
            Threads threads,
            Progress progress) {
        return of(
                classes,
                sizes,
                (ids, some) -> graphCutPicker(
                        new FeaturePool(features, similarity, ids, some), similarity, lambda, Long.MAX_VALUE, some),
                threads,
                progress);
    }

    /**
     * Returns what picks bins by GraphCut out of a pool, wherever its rows lie.
     *
     * @param lambda the weight of the pool against the picks, positive; 1 as published
     * @param spareBytes see {@link LinearGreedy}
     */
    public static BinPicker graphCutPicker(
            Pool pool, Similarity similarity, double lambda, long spareBytes, Threads threads) {
        LinearGreedy greedy = new LinearGreedy(pool, spareBytes, threads);
        return (size, progress) -> greedy.pick(LinearGain.graphCut(similarity, pool.moments(), lambda), size, progress);
    }

    /** Returns how many classes {@link #of} works on side by side: one for each thread, where there are enough. */
    public static int sideBySide(int classes, int threadCount) {
        return classes < threadCount ? 1 : threadCount;
    }

    /**
     * Bins by whatever picks.
     *
     * @param pickers makes what picks the bins of one class, from its ids and the threads it may use
     */
    public static Binning of(
            Classes classes,
            int[][] sizes,
            BiFunction<int[], Threads, BinPicker> pickers,
            Threads threads,
            Progress progress) {
        return Binning.joined(picks(classes, sizes, pickers, threads, progress), sizes[0].length);
    }

    /** Returns what each class gives to each bin: {@code picks[c][k]}. */
    static Ranking[][] picks(
            Classes classes,
            int[][] sizes,
            BiFunction<int[], Threads, BinPicker> pickers,
            Threads threads,
            Progress progress) {
        Ranking[][] picks = new Ranking[classes.count()][];
        Tally tally = new Tally(progress, classes.total());
        if (sideBySide(classes.count(), threads.count()) == 1) {
            for (int c = 0; c < picks.length; c++) {
                picks[c] = binsOf(classes.ids()[c], sizes[c], pickers, threads, tally);
            }
        } else {
            // Many small products: a thread per class beats several threads per product.
            threads.forEach(picks.length, c -> picks[c] = binsOf(classes.ids()[c], sizes[c], pickers, threads, tally));
        }
        return picks;
    }

    private static Ranking[] binsOf(
            int[] ids, int[] sizes, BiFunction<int[], Threads, BinPicker> pickers, Threads threads, Tally tally) {
        BinPicker ofClass = pickers.apply(ids, threads);
        Ranking[] bins = new Ranking[sizes.length];
        for (int k = 0; k < sizes.length; k++) {
            tally.start();
            bins[k] = ofClass.next(sizes[k], tally::picked);
            tally.finish(sizes[k]);
        }
        return bins;
    }
}
