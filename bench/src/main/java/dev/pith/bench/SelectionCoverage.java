package dev.pith.bench;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.sample.Coverage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Prints, as a line of a table for each selection, how well it covers all rows and how varied it is: the mean and the
 * 95th percentile of the distance from every row to its nearest kept one, the root-mean-square distance of two kept
 * rows, and the mean distance of a kept row to the nearest other.
 */
final class SelectionCoverage {
    private SelectionCoverage() {}

    /** Arguments: FEATURES.npy SELECTION.npy... */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors());
                Features features = new DenseFeatures(Npy.mapFloats(Path.of(arguments[0])), threads)) {
            int[] all = IntStream.range(0, features.size()).toArray();
            System.out.println("| selection | kept | mean | 95 % | RMS of pairs | nearest kept |");
            System.out.println("|---|---|---|---|---|---|");
            for (int i = 1; i < arguments.length; i++) {
                int[] kept = LongStream.of(Npy.readLongs(Path.of(arguments[i])))
                        .mapToInt(Math::toIntExact)
                        .toArray();
                Coverage coverage = Coverage.of(features, Similarity.DOT, all, kept, threads);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %.4f | %.4f | %.4f | %.4f |%n",
                        arguments[i],
                        kept.length,
                        coverage.mean(),
                        coverage.quantile(0.95),
                        pairs(features, kept),
                        apart(features, kept, threads));
            }
        }
    }

    private static double pairs(Features features, int[] kept) {
        Moments moments = new Moments(features.dimension());
        for (int id : kept) {
            moments.add(features, Similarity.DOT, id);
        }
        double squaredSum = 0;
        for (double v : moments.vector()) {
            squaredSum += v * v;
        }
        double m = kept.length;
        return Math.sqrt(2 * (m * moments.squaredNorms() - squaredSum) / (m * (m - 1)));
    }

    /** Each against the others, so a copy is at distance 0. */
    private static double apart(Features features, int[] kept, Threads threads) {
        double[] nearest = new double[kept.length];
        threads.forEach(kept.length, i -> {
            double least = Double.POSITIVE_INFINITY;
            for (int j : kept) {
                if (j != kept[i]) {
                    double norms = features.squaredNorm(j) + features.squaredNorm(kept[i]);
                    least = Math.min(least, norms - 2 * features.dot(kept[i], j));
                }
            }
            nearest[i] = Math.sqrt(Math.max(0, least));
        });
        return Arrays.stream(nearest).average().orElse(Double.NaN);
    }
}
