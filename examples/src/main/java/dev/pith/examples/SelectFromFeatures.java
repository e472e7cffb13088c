package dev.pith.examples;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.Progress;
import dev.pith.sample.Budget;
import dev.pith.sample.DrawOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/**
 * From {@code features.npy}, one row of float32 a sample, to {@code selection.npy}, the ids of the 20 % worth keeping.
 */
public final class SelectFromFeatures {
    private SelectFromFeatures() {}

    /** Takes the folder of both files. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors());
                Features features = new DenseFeatures(Npy.mapFloats(folder.resolve("features.npy")), threads)) {
            Classes all = Classes.all(features.size(), new BitSet());
            int[][] sizes = BinSizes.balanced(all.sizes(), 10);
            Binning bins =
                    RecursiveBinning.graphCut(features, all, sizes, Similarity.COSINE, 1, threads, Progress.NONE);
            int[] order = DrawOrder.of(bins, all, features.size(), 1);
            int[] selection = Arrays.copyOf(order, Budget.parse("20%").of(order.length));
            Npy.write(folder.resolve("selection.npy"), selection);
        }
    }
}
